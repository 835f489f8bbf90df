// The actions of an endpoint, by name. What one returns is the line it logs.
import type { Transport } from 'rxduct';
import type { Actor } from './actor.ts';
import type { Arguments } from './arguments.ts';
import { fill, fromHex } from './bytes.ts';
import { describeExtra } from './extra-info.ts';
import { SERVER_ACTIONS } from './server-actions.ts';

// biome-ignore lint/suspicious/noConfusingVoidType: an action without a line returns nothing, as its method does.
type Perform = (actor: Actor, values: Arguments) => string | undefined | void;

/** Python's wrong types as JavaScript has them. A string is a right one here, so another stands in for `str`. */
const WRONG_DATA: Readonly<Record<string, unknown>> = { str: {}, int: 5, null: null, list: [1, 2] };

/** Python's other kinds of bytes; the second is a view of the middle of something larger. */
const DATA_KINDS: Readonly<Record<string, (bytes: Buffer) => Uint8Array>> = {
  bytearray: (bytes) => Uint8Array.from(bytes),
  memoryview: (bytes) => {
    const around = Uint8Array.from([1, 2, 3, ...bytes, 4, 5]);
    return new Uint8Array(around.buffer, 3, bytes.length);
  },
};

const limitsOf = (transport: Transport): string => {
  const { low, high } = transport.getWriteBufferLimits();
  return `write_buffer_limits low=${low} high=${high}`;
};

const WRITING: Readonly<Record<string, Perform>> = {
  echo: ({ transport, chunk }) => transport.write(chunk),
  write: ({ transport }, values) => transport.write(values.bytes(0)),
  write_fill: ({ transport }, values) => transport.write(fill(values.number(0), values.number(1))),
  writelines: ({ transport }, values) => transport.writeLines(values.list(0).map((hex) => fromHex(String(hex)))),
  write_kind: ({ transport }, values) => {
    const convert = DATA_KINDS[values.text(0)];
    if (convert === undefined) throw new Error(`write_kind ${values.text(0)}`);
    transport.write(convert(values.bytes(1)));
  },
  write_bad: ({ transport }, values) => transport.write(WRONG_DATA[String(values.get(0))] as Uint8Array),
  write_eof: ({ transport }) => transport.writeEof(),
  can_write_eof: ({ transport }) => `can_write_eof ${transport.canWriteEof()}`,
  write_buffer_empty: ({ transport }) => `write_buffer_empty ${transport.getWriteBufferSize() === 0}`,
  get_write_buffer_size: ({ transport }) => `write_buffer_size ${transport.getWriteBufferSize()}`,
  set_write_buffer_limits: ({ transport }, values) => transport.setWriteBufferLimits(values.numbers(0)),
  get_write_buffer_limits: ({ transport }) => limitsOf(transport),
  limits_from_size: ({ transport }, values) => {
    const size = transport.getWriteBufferSize();
    const offsets = Object.entries(values.numbers(0));
    transport.setWriteBufferLimits(Object.fromEntries(offsets.map(([limit, offset]) => [limit, size + offset])));
  },
};

const READING: Readonly<Record<string, Perform>> = {
  pause_reading: ({ transport }) => transport.pauseReading(),
  resume_reading: ({ transport }) => transport.resumeReading(),
  is_reading: ({ transport }) => `is_reading ${transport.isReading()}`,
};

const CLOSING: Readonly<Record<string, Perform>> = {
  close: ({ transport }) => transport.close(),
  abort: ({ transport }) => transport.abort(),
  is_closing: ({ transport }) => `is_closing ${transport.isClosing()}`,
};

const IDENTITY: Readonly<Record<string, Perform>> = {
  get_extra_info: ({ transport }, values) => describeExtra(transport, values.text(0), values.get(1)),
  set_protocol: (actor, values) => actor.transport.setProtocol(actor.setting.createProtocol(values.text(0), actor)),
  get_protocol: (actor) => `get_protocol ${actor.setting.labelOf(actor.transport.getProtocol())}`,
};

const SCRIPT: Readonly<Record<string, Perform>> = {
  log: (_actor, values) => `log ${values.text(0)}`,
  notify: (actor, values) => actor.setting.notifyPeer(values.text(0)),
  after_ms: (actor, values) => actor.setting.performLater(actor, values.number(0), values.actions(1)),
  call_soon: (actor, values) => {
    actor.setting.loop.callSoon(() => actor.perform(values.actions(0)));
  },
};

export const ACTIONS: Readonly<Record<string, Perform>> = {
  ...WRITING,
  ...READING,
  ...CLOSING,
  ...IDENTITY,
  ...SCRIPT,
  ...SERVER_ACTIONS,
};
