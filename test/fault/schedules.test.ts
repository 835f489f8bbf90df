// Under whatever schedule of ends from both sides, every connection has one beginning and one end.
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createTransport, type Transport, type TransportEvent, UsageError } from 'rxduct';
import { ManualLoop } from '../support/manual-loop.ts';
import { MemoryHandle, memoryPair } from '../support/memory-handle.ts';
import { collectReports } from '../support/reports.ts';
import { tcpPair } from '../support/tcp-pair.ts';

collectReports();

const PIECE = Buffer.alloc(300_000, 'x');

/** What either side may do at any time; `watch` subscribes once more. */
const ACTIONS = {
  write: (transport) => transport.write('piece'),
  writeMuch: (transport) => transport.write(PIECE),
  writeEof: (transport) => transport.writeEof(),
  close: (transport) => transport.close(),
  abort: (transport) => transport.abort(),
  abortWithReason: (transport) => transport.abort(new Error('on purpose')),
  pauseReading: (transport) => transport.pauseReading(),
  resumeReading: (transport) => transport.resumeReading(),
  holdOpen: (transport) => void transport.holdOpen(),
  unread: (transport) => transport.unread(Buffer.from('back')),
  lowLimits: (transport) => transport.setWriteBufferLimits({ high: 0 }),
  watch: (_transport, watch) => watch(),
} as const satisfies Record<string, (transport: Transport, watch: () => void) => void>;

interface Step {
  readonly side: 0 | 1;
  readonly action: keyof typeof ACTIONS;
  /** Lets happen what has been caused so far. */
  readonly wait: boolean;
}

const schedules: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    side: fc.constantFrom(0 as const, 1 as const),
    action: fc.constantFrom(...(Object.keys(ACTIONS) as Step['action'][])),
    wait: fc.boolean(),
  }),
  { maxLength: 30 },
);

/** The order of events as an automaton would put it. */
const GRAMMAR = /^connection( data| pause| resume)*( eof( pause| resume)*)? lost complete$/;

class Diary {
  readonly words: string[] = [];

  constructor(transport: Transport) {
    transport.events.subscribe({
      next: ({ type }: TransportEvent) => this.words.push(type),
      complete: () => this.words.push('complete'),
    });
  }

  check(): void {
    expect(this.words.join(' ')).toMatch(GRAMMAR);
    const signals = this.words.filter((word) => word === 'pause' || word === 'resume');
    signals.forEach((signal, index) => {
      // A diary that was begun while the writer was stopped starts with resume.
      expect(signal).not.toBe(signals[index - 1]);
    });
  }
}

/** Plays a schedule; yields where it waits, and at the end, behind which every diary is closed. */
function* play(transports: readonly [Transport, Transport], schedule: readonly Step[]): Generator<'wait' | 'end'> {
  const diaries = transports.map((transport) => new Diary(transport));
  for (const { side, action, wait } of schedule) {
    const transport = transports[side];
    try {
      ACTIONS[action](transport, () => diaries.push(new Diary(transport)));
    } catch (error) {
      // Writing after writeEof().
      if (!(error instanceof UsageError)) throw error;
    }
    if (wait) yield 'wait';
  }
  for (const transport of transports) transport.abort();
  yield 'end';
  for (const diary of diaries) diary.check();
}

describe('every connection has exactly one connection and one lost', () => {
  test('over handles in memory', async () => {
    await fc.assert(
      fc.asyncProperty(schedules, async (schedule) => {
        const loop = new ManualLoop();
        const [near, far] = memoryPair(() => new MemoryHandle(loop));
        for (const _ of play([createTransport(near, loop), createTransport(far, loop)], schedule)) loop.settle();
        expect(loop.reports).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  // Half a second of real sockets: the schedules end where the sockets happen to be.
  test('over TCP', async () => {
    await fc.assert(
      fc.asyncProperty(schedules, async (schedule) => {
        const { client, server, dispose } = await tcpPair();
        for (const moment of play([client, server], schedule)) {
          if (moment === 'end') await Promise.all([client.closed, server.closed]);
          else await new Promise((resolve) => setImmediate(resolve));
        }
        await dispose();
      }),
      { numRuns: 150 },
    );
  }, 30_000);
});
