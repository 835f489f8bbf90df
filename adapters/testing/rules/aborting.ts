import { ensure, ensureSame } from '../ensure.ts';
import { rule, ruleFor, type TransportRule } from '../transport-rule.ts';

/** `abort()` drops what was not sent, and the loss carries the reason. */
export const ABORTING_RULES: readonly TransportRule[] = [
  rule('abort drops what was not sent, and lost carries the reason', async (trial) => {
    const reason = new Error('enough');
    const written = await trial.fill();
    const near = trial.watch(trial.near);
    trial.near.abort(reason);
    await trial.until('completion', () => near.completed);
    ensureSame(near.lossError, reason, 'the error of lost');
    ensureSame(trial.near.getWriteBufferSize(), 0, 'the size of the write buffer behind the loss');
    const far = trial.watch(trial.far);
    await trial.until('completion of the peer', () => far.completed);
    ensure(far.size < written, 'the peer got all, and nothing was dropped');
  }),

  rule('abort without a reason is a loss without an error', async (trial) => {
    const near = trial.watch(trial.near);
    trial.near.abort();
    await trial.until('completion', () => near.completed);
    ensureSame(near.story, 'connection lost', 'what came');
    ensureSame(near.lossError, null, 'the error of lost');
  }),

  rule('lost comes one hop behind abort(), never inside it', async (trial) => {
    const near = trial.watch(trial.near);
    trial.near.abort();
    ensure(trial.near.isClosing(), 'isClosing() is false after abort()');
    ensureSame(near.story, 'connection', 'what came inside abort()');
    ensureSame(await trial.hop(() => near.story), 'connection lost', 'what came one hop later');
  }),

  rule('the first abort decides', async (trial) => {
    const reason = new Error('first');
    const near = trial.watch(trial.near);
    trial.near.abort(reason);
    trial.near.abort(new Error('second'));
    trial.near.close();
    await trial.until('completion', () => near.completed);
    trial.near.abort(new Error('third'));
    await trial.quiet();
    ensureSame(near.story, 'connection lost', 'what came');
    ensureSame(near.lossError, reason, 'the error of lost');
  }),

  rule('abort cuts short a close that has not flushed', async (trial) => {
    const reason = new Error('no patience');
    await trial.fill();
    const near = trial.watch(trial.near);
    trial.near.close();
    await trial.quiet();
    ensure(!near.has('lost'), 'the connection is lost before all was sent');
    trial.near.abort(reason);
    await trial.until('completion', () => near.completed);
    ensureSame(near.lossError, reason, 'the error of lost');
  }),

  rule('abort inside data is obeyed at once', async (trial) => {
    const near = trial.watch(trial.near, ({ type }) => {
      if (type === 'data') trial.near.abort();
    });
    trial.far.write(Buffer.alloc(1_000_000));
    await trial.until('completion', () => near.completed);
    ensureSame(near.count('data'), 1, 'the number of chunks');
  }),

  rule('closed and the error of data carry the reason', async (trial) => {
    const reason = new Error('reason');
    const errors: unknown[] = [];
    const error = (what: unknown) => void errors.push(what);
    trial.near.data.subscribe({ error });
    trial.near.abort(reason);
    ensureSame(await trial.settled('closed', trial.near.closed), reason, 'the result of closed');
    trial.near.data.subscribe({ error });
    ensureSame(errors.length, 2, 'how many subscribers of data got an error, one of them behind the loss');
    for (const each of errors) ensureSame(each, reason, 'the error of data');
  }),

  ruleFor('reset', 'a peer that aborts with bytes unread is a loss with an error', async (trial) => {
    const near = trial.watch(trial.near);
    trial.near.write('never read');
    await trial.quiet();
    trial.far.abort();
    await trial.until('completion', () => near.completed);
    ensureSame(near.story, 'connection lost', 'what came');
    ensure(near.lossError !== null, 'lost has no error although the peer has reset the connection');
    ensure(typeof (near.lossError as { code?: unknown }).code === 'string', 'the error of lost has no code');
  }),

  ruleFor('reset', 'a reset is a loss even while reading is paused', async (trial) => {
    const near = trial.watch(trial.near);
    trial.near.write('never read');
    await trial.quiet();
    trial.near.pauseReading();
    trial.far.abort();
    await trial.quiet();
    trial.near.write('is anybody there?');
    trial.near.resumeReading();
    await trial.until('completion', () => near.completed);
    ensureSame(near.count('lost'), 1, 'the number of losses');
  }),
];
