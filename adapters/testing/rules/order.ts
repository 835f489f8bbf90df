import type { TransportEvent } from '../../../src/index.ts';
import { ensure, ensureBytes, ensureSame } from '../ensure.ts';
import { rule, type TransportRule } from '../transport-rule.ts';

/** `connection` first, `lost` last, each exactly once, for whoever comes and whenever. */
export const ORDER_RULES: readonly TransportRule[] = [
  rule('connection comes inside subscribe, first and once, and carries the transport', async (trial) => {
    const near = trial.watch(trial.near);
    ensureSame(near.story, 'connection', 'what comes inside subscribe');
    const [first] = near.events as [TransportEvent];
    ensure(first.type === 'connection' && first.transport === trial.near, 'connection does not carry its transport');
    trial.far.write('data');
    await trial.until('data', () => near.has('data'));
    trial.near.close();
    await trial.until('lost', () => near.has('lost'));
    ensureSame(near.count('connection'), 1, 'the number of connection events');
  }),

  rule('lost comes last and once, and completes the events', async (trial) => {
    const near = trial.watch(trial.near);
    trial.far.write('data');
    await trial.until('data', () => near.has('data'));
    trial.near.close();
    trial.far.write('too late');
    await trial.until('completion', () => near.completed);
    await trial.quiet();
    ensureSame(near.story, 'connection data lost', 'what came');
  }),

  rule('a connection closed by the peer ends with eof, then lost without an error', async (trial) => {
    const near = trial.watch(trial.near);
    trial.far.write('bye');
    trial.far.close();
    await trial.until('completion', () => near.completed);
    ensureSame(near.story, 'connection data eof lost', 'what came');
    ensureSame(near.lossError, null, 'the error of lost');
  }),

  rule('a later subscriber gets connection first and nothing of what was, then what all get', async (trial) => {
    const first = trial.watch(trial.near);
    trial.far.write('before ');
    await trial.until('data', () => first.size === 7);
    const second = trial.watch(trial.near);
    ensureSame(second.story, 'connection', 'what a later subscriber gets at once');
    trial.far.write('after');
    await trial.until('more data', () => first.size === 12);
    ensureBytes(first.bytes, 'before after', 'the bytes of the first subscriber');
    ensureBytes(second.bytes, 'after', 'the bytes of the second subscriber');
    trial.near.close();
    await trial.until('completion of both', () => first.completed && second.completed);
    ensureSame(second.story, 'connection data lost', 'what the second subscriber got');
  }),

  rule('a subscriber behind the loss gets connection and lost at once', async (trial) => {
    const reason = new Error('over');
    const near = trial.watch(trial.near);
    trial.near.abort(reason);
    await trial.until('completion', () => near.completed);
    const late = trial.watch(trial.near);
    ensureSame(late.story, 'connection lost', 'what a subscriber behind the loss gets');
    ensure(late.completed, 'the events of a subscriber behind the loss do not complete');
    ensureSame(late.lossError, reason, 'the error of lost');
  }),

  rule('lost reaches those who subscribe between its cause and its dispatch', async (trial) => {
    trial.near.abort();
    const near = trial.watch(trial.near);
    ensureSame(near.story, 'connection', 'what comes before lost was dispatched');
    await trial.until('completion', () => near.completed);
    ensureSame(near.story, 'connection lost', 'what came');
  }),

  rule('a connection that nobody subscribes to is lost all the same', async (trial) => {
    trial.near.close();
    ensureSame(await trial.settled('closed', trial.near.closed), null, 'the result of closed');
    ensureSame(trial.watch(trial.near).story, 'connection lost', 'what a subscriber gets afterwards');
  }),

  rule('who unsubscribes gets nothing more, not even of the event being dispatched', async (trial) => {
    let seconds = 0;
    const first = trial.watch(trial.near, ({ type }) => {
      if (type === 'data') second.stop();
    });
    const second = trial.watch(trial.near, ({ type }) => {
      if (type === 'data') seconds++;
    });
    trial.far.write('data');
    await trial.until('data', () => first.has('data'));
    await trial.quiet();
    ensureSame(seconds, 0, 'how much the second subscriber got');
  }),

  rule('who subscribes inside an event counts from the next one on', async (trial) => {
    let late: ReturnType<typeof trial.watch> | undefined;
    const first = trial.watch(trial.near, ({ type }) => {
      if (type === 'data') late ??= trial.watch(trial.near);
    });
    trial.far.write('one');
    await trial.until('data', () => first.size === 3);
    trial.far.write('two');
    await trial.until('more data', () => first.size === 6);
    ensureBytes(late?.bytes ?? Buffer.alloc(0), 'two', 'the bytes of who subscribed inside the first chunk');
  }),
];
