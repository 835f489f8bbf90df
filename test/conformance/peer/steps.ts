// The steps of a peer, by name. Each ends when a blocking call would return; what it resolves with is its line.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Arguments } from '../arguments.ts';
import { describeBytes, fill } from '../bytes.ts';
import { categoryOf } from '../categories.ts';
import type { PeerSocket } from './peer-socket.ts';
import type { Stage } from './stage.ts';

// biome-ignore lint/suspicious/noConfusingVoidType: a step without a line returns nothing, as its function does.
type Step = (stage: Stage, values: Arguments) => Promise<string | void> | void;

interface Remainder {
  readonly bytes: Buffer;
  readonly end: string;
}

const readToEnd = async (connection: PeerSocket): Promise<Remainder> => {
  const chunks: Buffer[] = [];
  try {
    for (let chunk = await connection.readSome(); chunk !== null; chunk = await connection.readSome()) {
      chunks.push(chunk);
    }
    return { bytes: Buffer.concat(chunks), end: 'eof' };
  } catch (error) {
    return { bytes: Buffer.concat(chunks), end: categoryOf(error) };
  }
};

export const STEPS: Readonly<Record<string, Step>> = {
  connect: (stage) => stage.connect(),
  accept: (stage) => stage.accept(),
  use: (stage, values) => stage.use(values.text(0)),
  close: (stage) => stage.close(),
  reset: (stage) => stage.reset(),

  send: (stage, values) => stage.connection.send(values.bytes(0)),
  send_fill: (stage, values) => stage.connection.send(fill(values.number(0), values.number(1))),
  shutdown_write: (stage) => stage.connection.shutdownWrite(),

  expect: async (stage, values) => {
    const expected = values.bytes(0);
    const bytes = await stage.connection.read(expected.length);
    return bytes.equals(expected) ? 'expect ok' : `expect got ${describeBytes(bytes)}`;
  },
  expect_eof: async (stage) => {
    const chunk = await stage.connection.readSome();
    return chunk === null ? 'eof' : `unexpected ${describeBytes(chunk)}`;
  },
  read_n: async (stage, values) => `read ${describeBytes(await stage.connection.read(values.number(0)))}`,
  read_to_eof: async (stage) => {
    const { bytes, end } = await readToEnd(stage.connection);
    return `read_to_eof ${describeBytes(bytes)} ${end}`;
  },
  drain: async (stage, values) => {
    const { bytes, end } = await readToEnd(stage.connection);
    return values.has(0) ? `drain ${end} short=${bytes.length < values.number(0)}` : `drain ${end}`;
  },

  sleep_ms: async (_stage, values) => {
    await sleep(values.number(0));
  },
  await: (stage, values) => stage.waitFor(values.text(0)),
  notify: (stage, values) => stage.notify(values.text(0)),
};
