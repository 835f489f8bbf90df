import { ensure, ensureSame } from '../ensure.ts';
import { rule, type TransportRule } from '../transport-rule.ts';

const MEBIBYTE = 1024 * 1024;

/** No buffer grows without a bound, whoever falls behind. */
export const MEMORY_RULES: readonly TransportRule[] = [
  rule('a source is asked for no more than the peer takes', async (trial) => {
    const { source, taken } = trial.endless();
    trial.near.send(source);
    const stalledAt = await trial.stalled('send', taken);
    const size = trial.near.getWriteBufferSize();
    ensure(size <= MEBIBYTE, `${size} bytes wait in the write buffer`);
    const far = trial.watch(trial.far);
    await trial.until('more to be taken', () => taken() > stalledAt && far.size > stalledAt);
  }),

  rule('a transport without a subscriber stops its peer', async (trial) => {
    const { source, taken } = trial.endless();
    trial.far.send(source);
    const stalledAt = await trial.stalled('send', taken);
    const near = trial.watch(trial.near);
    await trial.until('reading to go on', () => near.size > stalledAt);
  }),

  rule('a transport whose reading is paused stops its peer', async (trial) => {
    const { source, taken } = trial.endless();
    const near = trial.watch(trial.near, ({ type }) => {
      if (type === 'data') trial.near.pauseReading();
    });
    trial.far.send(source);
    const stalledAt = await trial.stalled('send', taken);
    ensureSame(near.count('data'), 1, 'the number of chunks');
    const more = trial.watch(trial.near);
    near.stop();
    trial.near.resumeReading();
    await trial.until('reading to go on', () => more.size > stalledAt);
  }),

  rule('a transport whose valve is held stops its peer', async (trial) => {
    const { source, taken } = trial.endless();
    const near = trial.watch(trial.near);
    const release = trial.near.data.valve.hold();
    trial.far.send(source);
    const stalledAt = await trial.stalled('send', taken);
    ensureSame(near.size, 0, 'how much came');
    release();
    await trial.until('reading to go on', () => near.size > stalledAt);
  }),

  rule('an echo whose answers are not read stops reading', async (trial) => {
    const { source, taken } = trial.endless();
    trial.near.through((input) => input);
    trial.far.send(source);
    await trial.stalled('send', taken);
    const size = trial.near.getWriteBufferSize();
    ensure(size <= MEBIBYTE, `${size} bytes of answers wait in the write buffer`);
  }),
];
