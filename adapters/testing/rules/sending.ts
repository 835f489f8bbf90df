import { Observable, of, throwError } from 'rxjs';
import { ConnectionError, UsageError } from '../../../src/index.ts';
import { ensure, ensureBytes, ensureSame, ensureThrows } from '../ensure.ts';
import { randomBytes } from '../random-bytes.ts';
import { rule, ruleFor, type TransportRule } from '../transport-rule.ts';

/** `send`: a source on its way into a transport. */
export const SENDING_RULES: readonly TransportRule[] = [
  rule('send writes all that a source emits, and sends no EOF', async (trial) => {
    const far = trial.watch(trial.far);
    await trial.settled('send of an observable', trial.near.send(of('one ', Buffer.from('two '))));
    await trial.settled('send of an iterable', trial.near.send(['three ', 'four ']));
    await trial.settled('send of a promise', trial.near.send(Promise.resolve('five ')));
    async function* generate() {
      yield 'six';
    }
    await trial.settled('send of an async generator', trial.near.send(generate()));
    const expected = 'one two three four five six';
    await trial.until('the bytes', () => far.size >= expected.length);
    ensureBytes(far.bytes, expected, 'the bytes');
    await trial.quiet();
    ensure(!far.has('eof'), 'EOF was sent');
  }),

  rule('send completes once everything was handed to the operating system', async (trial) => {
    const sent = randomBytes(21, 8_000_000);
    const sending = trial.near.send(of(sent));
    await trial.quiet();
    const waited = !sending.done();
    const far = trial.watch(trial.far);
    await trial.settled('send', sending);
    ensureSame(trial.near.getWriteBufferSize(), 0, 'the size of the write buffer when send has completed');
    ensure(waited || far.size > 0, 'send completed although nobody read');
    await trial.until('the bytes', () => far.size === sent.length);
    ensureBytes(far.bytes, sent, 'the bytes');
  }),

  rule('an error of the source aborts the connection and fails the future', async (trial) => {
    const reason = new Error('the source failed');
    const near = trial.watch(trial.near);
    const sending = trial.near.send(throwError(() => reason));
    ensureSame(await trial.failure('send', sending), reason, 'the error of send');
    await trial.until('lost', () => near.completed);
    ensureSame(near.lossError, reason, 'the error of lost');
    await trial.quiet();
    // Nobody had awaited the future when the source failed, so the handler may have been told as well.
    trial.forgetReports(reason);
  }),

  rule('the loss unsubscribes from the source and fails the future', async (trial) => {
    let subscribed = true;
    const source = new Observable<string>(() => () => {
      subscribed = false;
    });
    const reason = new Error('lost meanwhile');
    const sending = trial.near.send(source);
    trial.near.abort(reason);
    ensureSame(await trial.failure('send', sending), reason, 'the error of send');
    ensure(!subscribed, 'the source is still subscribed to');
  }),

  rule('cancelling unsubscribes from the source and leaves the connection alone', async (trial) => {
    let subscribed = true;
    const source = new Observable<string>(() => () => {
      subscribed = false;
    });
    const sending = trial.near.send(source);
    sending.cancel();
    ensure(!subscribed, 'the source is still subscribed to');
    const far = trial.watch(trial.far);
    trial.near.write('goes on');
    await trial.until('the bytes', () => far.size === 7);
  }),

  ruleFor('half-close', 'send holds the connection open behind EOF until it is over', async (trial) => {
    let complete = () => {};
    const source = new Observable<string>((subscriber) => {
      complete = () => {
        subscriber.next('late answer');
        subscriber.complete();
      };
    });
    const near = trial.watch(trial.near);
    const far = trial.watch(trial.far);
    trial.near.send(source);
    trial.far.writeEof();
    await trial.until('eof', () => near.has('eof'));
    await trial.quiet();
    ensure(!trial.near.isClosing(), 'the connection closes at EOF although something is being sent');
    complete();
    await trial.until('completion', () => near.completed && far.completed);
    ensureBytes(far.bytes, 'late answer', 'the answer');
  }),

  rule('send and through of a closed connection fail with a ConnectionError', async (trial) => {
    trial.near.close();
    for (const sending of [trial.near.send(['too late']), trial.near.through((input) => input)]) {
      const error = await trial.failure('sending after close()', sending);
      ensure(error instanceof ConnectionError, `sending after close() failed with ${String(error)}`);
    }
  }),

  ruleFor('half-close', 'send and through after writeEof are a UsageError', (trial) => {
    trial.near.writeEof();
    ensureThrows(() => trial.near.send(['more']), UsageError, 'send after writeEof');
    ensureThrows(() => trial.near.through((input) => input), UsageError, 'through after writeEof');
  }),
];
