import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  createTransport,
  effectOf,
  getEventLoop,
  type SocketHandle,
  TRANSPORT_STATES,
  TRANSPORT_TABLE,
  type Transport,
  type TransportMethod,
  type TransportState,
} from 'rxduct';
import { identity, NEVER } from 'rxjs';
import { LEADS_TO, STATES_PAGE, statesPage } from '../../docs/generate-transport-states.ts';

test('docs/transport-states.md is what the generator writes: if not, npm run docs:states', () => {
  expect(readFileSync(STATES_PAGE, 'utf8')).toBe(statesPage());
});

/** Takes nothing of what is written, so that a closing transport stays one. */
const deafHandle = (): SocketHandle => ({
  canHalfClose: true,
  attach() {},
  startReading() {},
  stopReading() {},
  hasUnread: () => false,
  write: () => false,
  shutdown() {},
  pendingError: () => null,
  destroy() {},
  reset() {},
  linger() {},
  getExtraInfo: () => undefined,
});

const CALLS: Readonly<Record<TransportMethod, (transport: Transport) => unknown>> = {
  write: (transport) => transport.write('x'),
  writeLines: (transport) => transport.writeLines(['x']),
  writeEof: (transport) => transport.writeEof(),
  send: (transport) => transport.send(NEVER),
  through: (transport) => transport.through(identity),
  close: (transport) => transport.close(),
  abort: (transport) => transport.abort(),
  holdOpen: (transport) => transport.holdOpen(),
  unread: (transport) => transport.unread(Buffer.from('x')),
  pauseReading: (transport) => transport.pauseReading(),
  resumeReading: (transport) => transport.resumeReading(),
  setWriteBufferLimits: (transport) => transport.setWriteBufferLimits({}),
  setProtocol: (transport) => transport.setProtocol({}),
};

const inState = async (state: TransportState): Promise<Transport> => {
  const transport = createTransport(deafHandle(), getEventLoop(), { closeTimeout: 0 });
  if (state !== 'lost') transport.write('x');
  if (state === 'shut') transport.writeEof();
  if (state === 'closing' || state === 'lost') transport.close();
  if (state === 'lost') await transport.closed;
  expect(String(transport)).toBe(`<Transport ${state}>`);
  return transport;
};

describe('the arrows of the diagram are those of a transport', () => {
  for (const state of Object.keys(TRANSPORT_STATES) as TransportState[]) {
    for (const method of Object.keys(TRANSPORT_TABLE) as TransportMethod[]) {
      test(`${method} in ${state}`, async () => {
        const transport = await inState(state);
        const effect = effectOf(method, state);
        if (effect === 'refused') expect(() => CALLS[method](transport)).toThrow();
        else CALLS[method](transport);
        const next = effect === 'does' ? (LEADS_TO[method] ?? state) : state;
        expect(String(transport)).toBe(`<Transport ${next}>`);
        transport.abort();
        await transport.closed;
      });
    }
  }
});
