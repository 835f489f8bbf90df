import { ensure, ensureBytes, ensureSame } from '../ensure.ts';
import { rule, type TransportRule } from '../transport-rule.ts';

/** An error of a subscriber costs its connection, is told once, and ends nothing else. */
export const ERROR_RULES: readonly TransportRule[] = [
  ...(['connection', 'data', 'eof', 'pause', 'resume'] as const).map((type) =>
    rule(`a throw in ${type} aborts this connection with that error, told once`, async (trial) => {
      const reason = new Error(`thrown in ${type}`);
      const near = trial.watch(trial.near, (event) => {
        if (event.type === type) throw reason;
      });
      if (type === 'pause' || type === 'resume') {
        await trial.fill();
        trial.near.setWriteBufferLimits({ high: 0 });
      }
      trial.watch(trial.far);
      if (type === 'data') trial.far.write('data');
      if (type === 'eof') trial.far.close();
      await trial.until('lost', () => near.completed);
      ensureSame(near.lossError, reason, 'the error of lost');
      ensureSame(near.events.at(-1)?.type, 'lost', 'the last event');
      trial.ensureReported(reason);
    }),
  ),

  rule('a throw in lost is told once, and everybody else hears of the loss', async (trial) => {
    const reason = new Error('thrown in lost');
    const near = trial.watch(trial.near, ({ type }) => {
      if (type === 'lost') throw reason;
    });
    const other = trial.watch(trial.near);
    trial.near.close();
    ensureSame(await trial.settled('closed', trial.near.closed), null, 'the result of closed');
    ensure(near.completed && other.completed, 'the events do not complete');
    trial.ensureReported(reason);
  }),

  rule('a throw of one subscriber keeps no event from the others', async (trial) => {
    const reason = new Error('thrown by the first');
    trial.watch(trial.near, ({ type }) => {
      if (type === 'data') throw reason;
    });
    const other = trial.watch(trial.near);
    trial.far.write('data');
    await trial.until('lost', () => other.completed);
    ensureBytes(other.bytes, 'data', 'the bytes of the other subscriber');
    ensureSame(other.lossError, reason, 'the error of lost');
    trial.ensureReported(reason);
  }),

  rule('a throw in a subscriber of data aborts this connection with that error, told once', async (trial) => {
    const reason = new Error('thrown by a subscriber of data');
    trial.near.data.subscribe(() => {
      throw reason;
    });
    trial.far.write('data');
    ensureSame(await trial.settled('closed', trial.near.closed), reason, 'the result of closed');
    trial.ensureReported(reason);
  }),

  rule(
    'a subscriber of data without an error callback survives a loss with an error, and nobody is told',
    async (trial) => {
      trial.near.data.subscribe(() => {});
      trial.near.data.subscribe();
      trial.near.abort(new Error('the loss'));
      await trial.settled('closed', trial.near.closed);
      await trial.quiet();
    },
  ),

  rule('a throw does not reach the caller of the method that caused the event', async (trial) => {
    const reason = new Error('thrown in pause');
    await trial.fill();
    const near = trial.watch(trial.near, ({ type }) => {
      if (type === 'pause') throw reason;
    });
    trial.near.setWriteBufferLimits({ high: 0 });
    await trial.until('lost', () => near.completed);
    trial.ensureReported(reason);
  }),
];
