import type { TransportEvent } from '../../../src/index.ts';
import { ensureBytes } from '../ensure.ts';
import { randomBytes, randomNumbers } from '../random-bytes.ts';
import { rule, type TransportRule } from '../transport-rule.ts';
import type { Trial } from '../trial.ts';

const SIZE = 4_000_000;

/** Cuts the bytes into writes of pseudo-random sizes. */
const pieces = (bytes: Buffer, seed: number): Buffer[] => {
  const next = randomNumbers(seed);
  const cut: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = start + 1 + next(next(4) === 0 ? 100_000 : 3000);
    cut.push(bytes.subarray(start, end));
    start = end;
  }
  return cut;
};

/** Reads all that comes to the near end while `stutter`, called for every chunk, stops and starts the reading. */
const readAll = async (trial: Trial, expected: Buffer, stutter: (chunk: number) => void): Promise<void> => {
  let chunks = 0;
  const near = trial.watch(trial.near, (event: TransportEvent) => {
    if (event.type === 'data') stutter(chunks++);
  });
  await trial.until('all bytes', () => near.size >= expected.length);
  ensureBytes(near.bytes, expected, 'the bytes');
};

/** Bytes arrive in order and intact, whatever the reader does meanwhile. */
export const INTEGRITY_RULES: readonly TransportRule[] = [
  rule('bytes arrive intact while the reader pauses and resumes', async (trial) => {
    const sent = randomBytes(11, SIZE);
    trial.far.send(pieces(sent, 11));
    await readAll(trial, sent, (chunk) => {
      if (chunk % 3 !== 0) return;
      trial.near.pauseReading();
      trial.loop.callSoon(() => trial.near.resumeReading());
    });
  }),

  rule('bytes arrive intact while a valve is held and released', async (trial) => {
    const sent = randomBytes(12, SIZE);
    trial.far.send(pieces(sent, 12));
    await readAll(trial, sent, (chunk) => {
      if (chunk % 2 !== 0) return;
      const release = trial.near.data.valve.hold();
      trial.loop.callLater(chunk % 8 === 0 ? 1 : 0, release);
    });
  }),

  rule('bytes arrive intact while subscribers come and go', async (trial) => {
    const sent = randomBytes(13, SIZE);
    trial.far.send(pieces(sent, 13));
    const got: Buffer[] = [];
    let size = 0;
    const read = () => {
      const subscription = trial.near.data.subscribe((chunk) => {
        got.push(chunk);
        size += chunk.length;
        trial.poke();
        if (got.length % 3 !== 0 || size >= sent.length) return;
        subscription.unsubscribe();
        trial.loop.callSoon(read);
      });
    };
    read();
    await trial.until('all bytes', () => size >= sent.length);
    ensureBytes(Buffer.concat(got), sent, 'the bytes');
  }),

  rule('bytes arrive intact while half of each chunk is given back', async (trial) => {
    const sent = randomBytes(14, 500_000);
    trial.far.send(pieces(sent, 14));
    const got: Buffer[] = [];
    let size = 0;
    trial.near.data.subscribe((chunk) => {
      const half = Math.ceil(chunk.length / 2);
      got.push(chunk.subarray(0, half));
      size += half;
      if (half < chunk.length) trial.near.unread(chunk.subarray(half));
      trial.poke();
    });
    await trial.until('all bytes', () => size >= sent.length);
    ensureBytes(Buffer.concat(got), sent, 'the bytes');
  }),

  rule('bytes arrive intact in both directions at once', async (trial) => {
    const [there, back] = [randomBytes(15, SIZE), randomBytes(16, SIZE)];
    const near = trial.watch(trial.near);
    const far = trial.watch(trial.far);
    const sending = [trial.near.send(pieces(there, 15)), trial.far.send(pieces(back, 16))];
    await trial.until('all bytes', () => far.size >= there.length && near.size >= back.length);
    for (const each of sending) await trial.settled('send', each);
    ensureBytes(far.bytes, there, 'the bytes there');
    ensureBytes(near.bytes, back, 'the bytes back');
  }),
];
