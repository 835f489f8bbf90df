import { ensure, ensureBytes, ensureSame } from '../ensure.ts';
import { rule, type TransportRule } from '../transport-rule.ts';

/** Backpressure inwards: a valve that is held stops reading, and loses nothing. */
export const VALVE_RULES: readonly TransportRule[] = [
  rule('a held valve stops reading until its last holder lets go', async (trial) => {
    const near = trial.watch(trial.near);
    const { valve } = trial.near.data;
    const [first, second] = [valve.hold(), valve.hold()];
    trial.far.write('held');
    await trial.quiet();
    ensureSame(near.size, 0, 'how much came while the valve was held');
    first();
    first();
    await trial.quiet();
    ensureSame(near.size, 0, 'how much came with one holder left');
    ensure(trial.near.isReading(), 'isReading() is false because of a valve');
    second();
    await trial.until('the bytes', () => near.size === 4);
    ensureBytes(near.bytes, 'held', 'the bytes');
  }),

  rule('a valve held inside data ends the flow with that chunk', async (trial) => {
    let release = () => {};
    const near = trial.watch(trial.near, ({ type }) => {
      if (type === 'data') release = trial.near.data.valve.hold();
    });
    const sent = Buffer.alloc(500_000, 'valve');
    trial.far.write(sent);
    for (let chunks = 1; near.size < sent.length; chunks++) {
      await trial.until('a chunk', () => near.count('data') >= chunks);
      ensureSame(await trial.hop(() => near.count('data')), chunks, 'the number of chunks');
      release();
    }
    ensureBytes(near.bytes, sent, 'the bytes');
  }),

  rule('a valve and pauseReading hold independently', async (trial) => {
    const near = trial.watch(trial.near);
    const release = trial.near.data.valve.hold();
    trial.near.pauseReading();
    trial.far.write('held');
    release();
    await trial.quiet();
    ensureSame(near.size, 0, 'how much came while reading was paused');
    trial.near.resumeReading();
    await trial.until('the bytes', () => near.size === 4);
  }),
];
