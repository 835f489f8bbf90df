// Faults of whole transports, each with a rule that finds it.
import { type Transport, type TransportEvent, UsageError } from 'rxduct';
import { BehaviorSubject, concatMap, filter, from, map, mergeMap, type OperatorFunction, Subject } from 'rxjs';
import type { Mutation } from './mutant.ts';

const without = (type: TransportEvent['type']): OperatorFunction<TransportEvent, TransportEvent> =>
  filter((event) => event.type !== type);

const doubled = (type: TransportEvent['type']): OperatorFunction<TransportEvent, TransportEvent> =>
  mergeMap((event) => (event.type === type ? [event, event] : [event]));

const calmly = (call: () => void): void => {
  try {
    call();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
};

export interface Fault {
  readonly what: string;
  readonly mutation: () => Mutation;
  /** The beginning of the name of a rule that finds it. */
  readonly brokenRule: string;
}

const fault = (what: string, brokenRule: string, mutation: Mutation | (() => Mutation)): Fault => ({
  what,
  brokenRule,
  mutation: typeof mutation === 'function' ? mutation : () => mutation,
});

const members = (replace: (healthy: Transport) => Partial<Transport>): Mutation => ({ members: replace });

export const FAULTS: readonly Fault[] = [
  fault('has no connection', 'connection comes inside subscribe', { events: without('connection') }),
  fault('has two connections', 'connection comes inside subscribe', { events: doubled('connection') }),
  fault('has no lost', 'lost comes last and once', { events: without('lost') }),
  fault('is lost twice', 'lost comes last and once', { events: doubled('lost') }),
  fault('goes on behind lost', 'lost comes last and once', {
    events: mergeMap((event) => (event.type === 'lost' ? [event, { type: 'resume' } as const] : [event])),
  }),
  fault('is lost inside close()', 'lost comes one hop behind close()', () => {
    const early = new Subject<TransportEvent>();
    return {
      events: (events) => from([events, early]).pipe(mergeMap((each) => each)),
      members: (healthy) => ({
        close() {
          healthy.close();
          early.next({ type: 'lost', error: null });
        },
      }),
    };
  }),
  fault('is lost too late', 'lost comes one hop behind close()', {
    events: concatMap((event) => (event.type === 'lost' ? Promise.resolve(event) : [event])),
  }),
  fault('has no eof', 'a connection closed by the peer', { events: without('eof') }),
  fault('has two eofs', 'eof comes once', { events: doubled('eof') }),
  fault('has data behind eof', 'eof comes once', {
    events: mergeMap((event) =>
      event.type === 'eof' ? [event, { type: 'data', data: Buffer.from('late') } as const] : [event],
    ),
  }),
  fault(
    'cannot be paused',
    'pauseReading keeps the bytes back',
    members(() => ({ pauseReading() {} })),
  ),
  fault('counts pauses', 'pauseReading and resumeReading are idempotent', () => {
    let pauses = 0;
    return members((healthy) => ({
      pauseReading: () => void (pauses++ === 0 && healthy.pauseReading()),
      resumeReading: () => void (--pauses === 0 && healthy.resumeReading()),
    }));
  }),
  fault(
    'says that it reads',
    'isReading is neither paused nor closing',
    members(() => ({ isReading: () => true })),
  ),
  fault(
    'loses what is given back',
    'bytes given back before anybody reads',
    members(() => ({ unread() {} })),
  ),
  fault(
    'is not held open',
    'holdOpen keeps the connection',
    members(() => ({ holdOpen: () => () => {} })),
  ),
  fault(
    'is held open twice by one holder',
    'each holder holds by itself',
    members((healthy) => ({
      holdOpen() {
        const release = healthy.holdOpen();
        let released = false;
        return () => {
          if (released) healthy.close();
          released = true;
          release();
        };
      },
    })),
  ),
  fault(
    'writes behind EOF',
    'writing after writeEof is a UsageError',
    members((healthy) => ({ write: (data) => calmly(() => healthy.write(data)) })),
  ),
  fault(
    'aborts at close()',
    'close sends what was written',
    members((healthy) => ({ close: () => healthy.abort() })),
  ),
  fault(
    'never says that it closes',
    'isClosing is true from close()',
    members(() => ({ isClosing: () => false })),
  ),
  fault(
    'has no reason',
    'abort drops what was not sent',
    members((healthy) => ({ abort: () => healthy.abort() })),
  ),
  fault(
    'flushes at abort()',
    'abort drops what was not sent',
    members((healthy) => ({ abort: () => healthy.close() })),
  ),
  fault(
    'writes anything',
    'what is neither bytes nor a string',
    members((healthy) => ({ write: (data) => healthy.write(String(data)) })),
  ),
  fault(
    'writes the good part of a bad list',
    'what is neither bytes nor a string',
    members((healthy) => ({
      writeLines(list) {
        for (const piece of list) healthy.write(piece);
      },
    })),
  ),
  fault(
    'keeps a small buffer by reference',
    'a buffer of at most 16 KiB may be used again',
    members((healthy) => ({
      write(data) {
        if (typeof data === 'string') healthy.write(data);
        else healthy.loop.callSoon(() => healthy.write(data));
      },
    })),
  ),
  fault('spoils a byte', 'bytes arrive intact while the reader pauses', () => {
    let seen = 0;
    return {
      events: map((event) => {
        if (event.type !== 'data') return event;
        seen += event.data.length;
        if (seen > 3_000_000) event.data[0] = (event.data[0] ?? 0) ^ 1;
        return event;
      }),
    };
  }),
  fault('says nothing of pauses', 'pause comes inside the write', { events: without('pause') }),
  fault('pauses twice', 'resume comes once the buffer is at or below low', { events: doubled('pause') }),
  fault('never resumes', 'a resume that is owed', { events: without('resume') }),
  fault(
    'has impossible limits',
    'impossible limits are a RangeError',
    members(() => ({ setWriteBufferLimits() {} })),
  ),
  fault(
    'counts nothing',
    'the write buffer is empty',
    members(() => ({ getWriteBufferSize: () => 0 })),
  ),
  fault(
    'is always writable',
    'writable tells the current value',
    members(() => ({ writable: new BehaviorSubject(true) })),
  ),
  fault(
    'sends without looking',
    'a source is asked for no more than the peer takes',
    members((healthy) => ({
      send(source) {
        for (const bytes of source as Iterable<Uint8Array>) healthy.write(bytes);
        return healthy.send([]);
      },
    })),
  ),
  fault(
    'has defaults of its own',
    'getExtraInfo gives the default',
    members(() => ({ getExtraInfo: () => null }) as unknown as Partial<Transport>),
  ),
  fault(
    'knows its protocol too well',
    'the slot of the protocol',
    members(() => ({ setProtocol() {} })),
  ),
  fault(
    'does not wait for the loss',
    '[Symbol.asyncDispose] closes',
    members((healthy) => ({
      async [Symbol.asyncDispose]() {
        healthy.close();
      },
    })),
  ),
];
