// Every method in every state: the real effect, found out by looking, against TRANSPORT_TABLE.
import { describe, expect, test } from '@jest/globals';
import {
  ConnectionError,
  type Effect,
  effectOf,
  type Future,
  TRANSPORT_STATES,
  TRANSPORT_TABLE,
  type TransportMethod,
  type TransportState,
  UsageError,
} from 'rxduct';
import { of } from 'rxjs';
import { type Rig, rig } from '../support/fake-transport.ts';

const PROBE = 'PROBE';

/** Brings a fresh transport into a state. */
const ENTER: Readonly<Record<TransportState, (rig: Rig) => void>> = {
  open: () => {},
  shut: ({ transport }) => transport.writeEof(),
  // A write in flight keeps it there.
  closing: ({ transport, handle }) => {
    handle.setRoom(0);
    transport.write('in flight');
    transport.close();
  },
  lost: ({ transport, loop }) => {
    transport.close();
    loop.settle();
  },
};

/** Calls a method, and says whether the world has changed as it should. May return the future that the method returned. */
const PROBES: Readonly<Record<TransportMethod, (rig: Rig) => Future<void> | boolean>> = {
  write: (rig) => {
    rig.transport.write(PROBE);
    return hasSent(rig);
  },
  writeLines: (rig) => {
    rig.transport.writeLines(['PR', 'OBE']);
    return hasSent(rig);
  },
  writeEof: (rig) =>
    changes(
      () => rig.handle.orders.includes('shutdown'),
      () => rig.transport.writeEof(),
    ),
  send: (rig) => rig.transport.send([PROBE]),
  through: (rig) => rig.transport.through(() => of(PROBE)),
  close: (rig) =>
    changes(
      () => rig.transport.isClosing(),
      () => rig.transport.close(),
    ),
  abort: (rig) => {
    rig.transport.abort(new Error(PROBE));
    settle(rig);
    return rig.seen.includes(`lost ${PROBE}`);
  },
  holdOpen: (rig) => {
    rig.transport.holdOpen();
    rig.handle.receiveEof();
    return !rig.transport.isClosing();
  },
  unread: (rig) => {
    rig.transport.unread(Buffer.from(PROBE));
    settle(rig);
    return rig.seen.includes(`data ${PROBE}`);
  },
  pauseReading: (rig) =>
    changes(
      () => rig.handle.orders.length,
      () => rig.transport.pauseReading(),
    ),
  resumeReading: (rig) =>
    changes(
      () => rig.handle.orders.length,
      () => rig.transport.resumeReading(),
    ),
  setWriteBufferLimits: ({ transport }) => {
    transport.setWriteBufferLimits({ high: 12_345 });
    return transport.getWriteBufferLimits().high === 12_345;
  },
  setProtocol: ({ transport }) => {
    const protocol = {};
    transport.setProtocol(protocol);
    return transport.getProtocol() === protocol;
  },
};

/** Lets all that was begun come to its end. */
const settle = ({ handle, loop }: Rig): void => {
  loop.settle();
  if (handle.inFlight) handle.drain();
  loop.settle();
};

const hasSent = (rig: Rig): boolean => {
  settle(rig);
  return rig.handle.text.includes(PROBE);
};

const changes = (look: () => unknown, call: () => void): boolean => {
  const before = look();
  call();
  return look() !== before;
};

const effectSeen = (rig: Rig, method: TransportMethod): Effect => {
  let outcome: Future<void> | boolean;
  try {
    outcome = PROBES[method](rig);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return 'refused';
  }
  if (typeof outcome === 'boolean') return outcome ? 'does' : 'ignored';
  settle(rig);
  const exception = outcome.exception();
  if (exception !== null) expect(exception).toBeInstanceOf(ConnectionError);
  const sent = rig.handle.text.includes(PROBE);
  if (exception !== null) return sent ? 'does' : 'fails';
  return sent ? 'does' : 'ignored';
};

const STATES = Object.keys(TRANSPORT_STATES) as TransportState[];
const METHODS = Object.keys(TRANSPORT_TABLE) as TransportMethod[];

describe.each(STATES)('in the state %s', (state) => {
  test.each(METHODS.map((method) => [method, effectOf(method, state)] as const))('%s: %s', (method, effect) => {
    const fresh = rig();
    fresh.watch();
    if (method === 'resumeReading') fresh.transport.pauseReading();
    ENTER[state](fresh);
    expect(effectSeen(fresh, method)).toBe(effect);
  });
});

describe('between an abort and its loss', () => {
  test.each(METHODS)('%s does nothing more to the handle', (method) => {
    const fresh = rig();
    fresh.watch();
    fresh.transport.abort(new Error('first'));
    const { orders, writes } = fresh.handle;
    const before = [orders.length, writes.length];
    // The handle throws at every order that comes after it was given up.
    expect(() => PROBES[method](fresh)).not.toThrow();
    settle(fresh);
    expect([orders.length, writes.length]).toEqual(before);
    expect(fresh.seen.at(-1)).toBe('lost first');
  });
});

test('the table has an entry for every method of a probe, and the other way round', () => {
  expect(Object.keys(PROBES).sort()).toEqual([...METHODS].sort());
});

test('where there is no half-close, writeEof is not supported in any state', () => {
  const fresh = rig({ canHalfClose: false });
  expect(fresh.transport.canWriteEof()).toBe(false);
  expect(() => fresh.transport.writeEof()).toThrow(expect.objectContaining({ code: 'ERR_NOT_SUPPORTED' }));
});
