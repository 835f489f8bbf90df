import { ensure, ensureBytes, ensureSame } from '../ensure.ts';
import { rule, ruleFor, type TransportRule } from '../transport-rule.ts';

/** Reading on demand: who does not want bytes gets none, and loses none. */
export const READING_RULES: readonly TransportRule[] = [
  rule('what came before the first subscriber is kept for it', async (trial) => {
    trial.far.write('early');
    await trial.quiet();
    const near = trial.watch(trial.near);
    await trial.until('the bytes', () => near.size === 5);
    ensureBytes(near.bytes, 'early', 'the bytes');
  }),

  rule('a subscriber of data alone has the connection read', async (trial) => {
    const chunks: Buffer[] = [];
    trial.near.data.subscribe((chunk) => {
      chunks.push(chunk);
      trial.poke();
    });
    trial.far.write('bytes');
    await trial.until('the bytes', () => Buffer.concat(chunks).length === 5);
    ensureBytes(Buffer.concat(chunks), 'bytes', 'the bytes');
  }),

  rule('events and data show the same bytes', async (trial) => {
    const chunks: Buffer[] = [];
    trial.near.data.subscribe((chunk) => void chunks.push(chunk));
    const near = trial.watch(trial.near);
    trial.far.write('the same');
    await trial.until('the bytes', () => near.size === 8);
    ensureBytes(await trial.hop(() => Buffer.concat(chunks)), near.bytes, 'the bytes of data');
  }),

  rule('reading stops when the last subscriber leaves, and nothing is lost', async (trial) => {
    const first = trial.watch(trial.near);
    trial.far.write('one');
    await trial.until('the first bytes', () => first.size === 3);
    first.stop();
    trial.far.write('two');
    await trial.quiet();
    const second = trial.watch(trial.near);
    await trial.until('the other bytes', () => second.size === 3);
    ensureBytes(second.bytes, 'two', 'the bytes behind the pause');
    ensureSame(first.size, 3, 'how much the first subscriber got');
  }),

  rule('a subscriber that leaves inside of a chunk loses nothing of the next one', async (trial) => {
    const first = trial.watch(trial.near, ({ type }) => {
      if (type === 'data') first.stop();
    });
    const sent = Buffer.alloc(300_000, 'abcdefg');
    trial.far.write(sent);
    await trial.until('the first chunk', () => first.has('data'));
    await trial.quiet();
    const second = trial.watch(trial.near);
    await trial.until('the rest', () => first.size + second.size === sent.length);
    ensureBytes(Buffer.concat([first.bytes, second.bytes]), sent, 'the bytes of both');
  }),

  rule('pauseReading keeps the bytes back, resumeReading lets them come', async (trial) => {
    const near = trial.watch(trial.near);
    trial.near.pauseReading();
    trial.far.write('held');
    await trial.quiet();
    ensureSame(near.story, 'connection', 'what came while reading was paused');
    trial.near.resumeReading();
    await trial.until('the bytes', () => near.size === 4);
    ensureBytes(near.bytes, 'held', 'the bytes');
  }),

  rule('resumeReading delivers nothing inside itself', async (trial) => {
    const near = trial.watch(trial.near);
    trial.near.pauseReading();
    trial.near.unread(Buffer.from('back'));
    trial.far.write('held');
    await trial.quiet();
    trial.near.resumeReading();
    ensureSame(near.story, 'connection', 'what came inside resumeReading');
    await trial.until('the bytes', () => near.size === 8);
  }),

  rule('pauseReading is legal inside connection, and before anybody subscribes', async (trial) => {
    trial.far.write('early');
    const near = trial.watch(trial.near, ({ type }) => {
      if (type === 'connection') trial.near.pauseReading();
    });
    await trial.quiet();
    ensureSame(near.story, 'connection', 'what came while reading was paused');
    trial.far.pauseReading();
    const far = trial.watch(trial.far);
    trial.near.write('other way');
    await trial.quiet();
    ensureSame(far.story, 'connection', 'what came to the other end, paused before it had a subscriber');
    trial.near.resumeReading();
    trial.far.resumeReading();
    await trial.until('the bytes of both ends', () => near.size === 5 && far.size === 9);
  }),

  rule('pauseReading inside data ends the flow with that chunk', async (trial) => {
    const near = trial.watch(trial.near, ({ type }) => {
      if (type === 'data') trial.near.pauseReading();
    });
    const sent = Buffer.alloc(500_000, 'pause');
    trial.far.write(sent);
    for (let chunks = 1; near.size < sent.length; chunks++) {
      await trial.until('a chunk', () => near.count('data') >= chunks);
      ensureSame(await trial.hop(() => near.count('data')), chunks, 'the number of chunks');
      trial.near.resumeReading();
    }
    ensureBytes(near.bytes, sent, 'the bytes');
  }),

  rule('pauseReading and resumeReading are idempotent', async (trial) => {
    const near = trial.watch(trial.near);
    trial.near.pauseReading();
    trial.near.pauseReading();
    ensure(!trial.near.isReading(), 'isReading() is true while reading is paused');
    trial.far.write('once');
    await trial.quiet();
    trial.near.resumeReading();
    ensure(trial.near.isReading(), 'one resumeReading() does not undo two pauseReading()');
    trial.near.resumeReading();
    await trial.until('the bytes', () => near.size === 4);
    ensureBytes(near.bytes, 'once', 'the bytes');
  }),

  rule('isReading is neither paused nor closing, subscribed or not', (trial) => {
    ensure(trial.near.isReading(), 'isReading() is false without a subscriber');
    trial.near.pauseReading();
    ensure(!trial.near.isReading(), 'isReading() is true while paused');
    trial.near.resumeReading();
    ensure(trial.near.isReading(), 'isReading() is false after resumeReading()');
    trial.near.close();
    ensure(!trial.near.isReading(), 'isReading() is true after close()');
  }),

  rule('no EOF comes while reading is paused', async (trial) => {
    const near = trial.watch(trial.near);
    trial.near.pauseReading();
    trial.far.write('last words');
    trial.far.close();
    await trial.quiet();
    ensureSame(near.story, 'connection', 'what came while reading was paused');
    trial.near.resumeReading();
    await trial.until('completion', () => near.completed);
    ensureSame(near.story, 'connection data eof lost', 'what came');
  }),

  ruleFor('half-close', 'EOF waits for a subscriber', async (trial) => {
    trial.far.writeEof();
    await trial.quiet();
    const near = trial.watch(trial.near);
    await trial.until('completion', () => near.completed);
    ensureSame(near.story, 'connection eof lost', 'what came');
  }),
];
