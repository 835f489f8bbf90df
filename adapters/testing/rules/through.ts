import { endWith, ignoreElements, map, NEVER, of, take, throwError } from 'rxjs';
import { ensure, ensureBytes, ensureSame } from '../ensure.ts';
import { randomBytes } from '../random-bytes.ts';
import { rule, ruleFor, type TransportRule } from '../transport-rule.ts';

/** `through`: an operator answers a connection. */
export const THROUGH_RULES: readonly TransportRule[] = [
  ruleFor('half-close', 'through answers what comes in, sends EOF behind it, and closes', async (trial) => {
    const near = trial.watch(trial.near);
    const far = trial.watch(trial.far);
    const sent = randomBytes(31, 2_000_000);
    const answering = trial.near.through((input) => input);
    await trial.settled('send', trial.far.send(of(sent)));
    trial.far.writeEof();
    await trial.until('completion', () => near.completed && far.completed);
    await trial.settled('through', answering);
    ensureBytes(far.bytes, sent, 'the answer');
    ensureSame(near.lossError, null, 'the error of lost');
    ensureSame(near.count('eof'), 1, 'the number of EOFs');
  }),

  ruleFor('half-close', 'an answer that comes after EOF is still sent', async (trial) => {
    const far = trial.watch(trial.far);
    trial.near.through((input) => input.pipe(ignoreElements(), endWith('the end')));
    trial.far.write('ignored');
    trial.far.writeEof();
    await trial.until('completion', () => far.completed);
    ensureBytes(far.bytes, 'the end', 'the answer');
  }),

  rule('an output that does not want its input any more closes the connection', async (trial) => {
    const near = trial.watch(trial.near);
    const far = trial.watch(trial.far);
    trial.near.through((input) =>
      input.pipe(
        take(1),
        map(() => 'once'),
      ),
    );
    trial.far.write('first');
    await trial.until('completion', () => near.completed && far.completed);
    ensureBytes(far.bytes, 'once', 'the answer');
    ensureSame(near.lossError, null, 'the error of lost');
  }),

  rule('an output that never asks for input is sent, and closes the connection', async (trial) => {
    const near = trial.watch(trial.near);
    const far = trial.watch(trial.far);
    trial.near.through(() => of('hello ', 'and goodbye'));
    await trial.until('completion', () => near.completed && far.completed);
    ensureBytes(far.bytes, 'hello and goodbye', 'the answer');
  }),

  rule('an error of the operator aborts the connection and fails the future', async (trial) => {
    const reason = new Error('the operator failed');
    const near = trial.watch(trial.near);
    const answering = trial.near.through((input) =>
      input.pipe(
        map(() => {
          throw reason;
        }),
      ),
    );
    const failure = trial.failure('through', answering);
    trial.far.write('data');
    ensureSame(await failure, reason, 'the error of through');
    await trial.until('lost', () => near.completed);
    ensureSame(near.lossError, reason, 'the error of lost');
  }),

  rule('an error nobody awaits is told to the exception handler, once', async (trial) => {
    const reason = new Error('the operator failed');
    const near = trial.watch(trial.near);
    trial.near.through(() => throwError(() => reason));
    await trial.until('lost', () => near.completed);
    await trial.quiet();
    trial.ensureReported(reason);
  }),

  rule('an operator that throws when it is applied is an operator that failed', async (trial) => {
    const reason = new Error('no operator');
    const answering = trial.near.through(() => {
      throw reason;
    });
    ensureSame(await trial.failure('through', answering), reason, 'the error of through');
    ensureSame(await trial.settled('closed', trial.near.closed), reason, 'the result of closed');
    trial.forgetReports(reason);
  }),

  rule('the loss reaches the operator as the error of its input', async (trial) => {
    const reason = new Error('lost meanwhile');
    const errors: unknown[] = [];
    const answering = trial.near.through((input) => {
      input.subscribe({ error: (error) => void errors.push(error) });
      return NEVER;
    });
    trial.near.abort(reason);
    ensureSame(await trial.failure('through', answering), reason, 'the error of through');
    ensureSame(errors.length, 1, 'how often the input failed');
    ensureSame(errors[0], reason, 'the error of the input');
    ensure(trial.near.isClosing(), 'isClosing() is false after the loss');
  }),
];
