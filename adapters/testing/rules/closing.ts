import { ensure, ensureBytes, ensureSame } from '../ensure.ts';
import { randomBytes } from '../random-bytes.ts';
import { rule, type TransportRule } from '../transport-rule.ts';

/** `close()` stops reading at once and sends what was written. */
export const CLOSING_RULES: readonly TransportRule[] = [
  rule('close sends what was written before it', async (trial) => {
    const near = trial.watch(trial.near);
    const sent = randomBytes(3, 5_000_000);
    trial.near.write(sent);
    trial.near.close();
    await trial.quiet();
    ensure(!near.has('lost'), 'the connection is lost before all was sent');
    const far = trial.watch(trial.far);
    await trial.until('completion of both', () => near.completed && far.completed);
    ensureBytes(far.bytes, sent, 'the bytes');
    ensureSame(far.story, 'connection data eof lost', 'what came to the peer');
    ensureSame(near.story.replaceAll(' pause', '').replaceAll(' resume', ''), 'connection lost', 'what came');
    ensureSame(near.lossError, null, 'the error of lost');
  }),

  rule('a large answer followed by close arrives whole although the peer goes on sending', async (trial) => {
    const answer = randomBytes(4, 3_000_000);
    const far = trial.watch(trial.far);
    trial.far.send(trial.endless().source);
    const near = trial.watch(trial.near, ({ type }) => {
      if (type !== 'data' || trial.near.isClosing()) return;
      trial.near.write(answer);
      trial.near.close();
    });
    await trial.until('lost', () => near.completed);
    await trial.until('the end of the answer', () => far.has('eof') || far.has('lost'));
    ensureBytes(far.bytes, answer, 'the answer');
  }),

  rule('close stops reading at once', async (trial) => {
    const near = trial.watch(trial.near, ({ type }) => {
      if (type === 'data') trial.near.close();
    });
    trial.far.write(Buffer.alloc(1_000_000));
    await trial.until('completion', () => near.completed);
    ensureSame(near.count('data'), 1, 'the number of chunks');
    ensureSame(near.story, 'connection data lost', 'what came');
  }),

  rule('close twice closes once', async (trial) => {
    const near = trial.watch(trial.near);
    trial.near.close();
    trial.near.close();
    await trial.until('completion', () => near.completed);
    trial.near.close();
    await trial.quiet();
    ensureSame(near.story, 'connection lost', 'what came');
  }),

  rule('lost comes one hop behind close(), never inside it', async (trial) => {
    const near = trial.watch(trial.near);
    trial.near.close();
    ensureSame(near.story, 'connection', 'what came inside close()');
    ensureSame(await trial.hop(() => near.story), 'connection lost', 'what came one hop later');
  }),

  rule('isClosing is true from close() and from the loss on', async (trial) => {
    ensure(!trial.near.isClosing(), 'isClosing() is true on a fresh connection');
    const far = trial.watch(trial.far);
    trial.near.close();
    ensure(trial.near.isClosing(), 'isClosing() is false after close()');
    await trial.until('completion', () => far.completed);
    ensure(trial.far.isClosing(), 'isClosing() is false after the loss');
  }),

  rule('what is written after close() is ignored', async (trial) => {
    const far = trial.watch(trial.far);
    trial.near.write('before');
    trial.near.close();
    trial.near.write('after');
    trial.near.writeLines(['after', 'all']);
    await trial.until('completion', () => far.completed);
    ensureBytes(far.bytes, 'before', 'the bytes');
  }),

  rule('close inside connection works', async (trial) => {
    const near = trial.watch(trial.near, ({ type }) => {
      if (type === 'connection') trial.near.close();
    });
    ensureSame(near.story, 'connection', 'what came inside subscribe');
    await trial.until('completion', () => near.completed);
    ensureSame(near.story, 'connection lost', 'what came');
  }),

  rule('closed is a future of the loss, whenever it is asked for', async (trial) => {
    const before = trial.near.closed;
    ensure(!before.done(), 'closed is done before the loss');
    trial.near.close();
    ensure(!before.done(), 'closed is done inside close()');
    ensureSame(await trial.settled('closed', before), null, 'the result of closed');
    ensureSame(await trial.settled('closed', trial.near.closed), null, 'the result of closed, asked for later');
  }),

  rule('data completes when the connection is closed', async (trial) => {
    let ends = 0;
    const complete = () => {
      ends++;
      trial.poke();
    };
    trial.near.data.subscribe({ complete });
    trial.near.close();
    await trial.until('completion of data', () => ends === 1);
    trial.near.data.subscribe({ complete });
    ensureSame(ends, 2, 'how often data completed, behind the loss once more');
  }),

  rule('[Symbol.asyncDispose] closes, and waits for the loss', async (trial) => {
    const near = trial.watch(trial.near);
    const far = trial.watch(trial.far);
    trial.near.write('flushed');
    await trial.settled('disposal', trial.near[Symbol.asyncDispose]());
    ensure(near.completed, 'the connection is not lost when it has been disposed of');
    await trial.until('completion', () => far.completed);
    ensureBytes(far.bytes, 'flushed', 'the bytes');
  }),
];
