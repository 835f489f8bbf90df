import { NotSupportedError, UsageError } from '../../../src/index.ts';
import { ensure, ensureBytes, ensureSame, ensureThrows } from '../ensure.ts';
import { randomBytes } from '../random-bytes.ts';
import { rule, ruleFor, type TransportRule } from '../transport-rule.ts';

/** The two directions end one by one, and the connection stays for those who hold it. */
export const EOF_RULES: readonly TransportRule[] = [
  ruleFor('half-close', 'eof comes once, behind all data, and nothing comes after it', async (trial) => {
    trial.near.holdOpen();
    const near = trial.watch(trial.near);
    const sent = randomBytes(1, 300_000);
    trial.far.write(sent);
    trial.far.writeEof();
    await trial.until('eof', () => near.has('eof'));
    trial.near.pauseReading();
    trial.near.resumeReading();
    await trial.quiet();
    ensureSame(near.story, 'connection data eof', 'what came');
    ensureBytes(near.bytes, sent, 'the bytes before EOF');
  }),

  ruleFor('half-close', 'after EOF the connection is closed if nobody holds it open', async (trial) => {
    const near = trial.watch(trial.near);
    trial.far.writeEof();
    await trial.until('completion', () => near.completed);
    ensureSame(near.story, 'connection eof lost', 'what came');
    ensureSame(near.lossError, null, 'the error of lost');
  }),

  ruleFor(
    'half-close',
    'holdOpen keeps the connection behind EOF: writing goes on, the release closes',
    async (trial) => {
      const release = trial.near.holdOpen();
      const near = trial.watch(trial.near);
      const far = trial.watch(trial.far);
      trial.far.writeEof();
      await trial.until('eof', () => near.has('eof'));
      await trial.quiet();
      ensure(!trial.near.isClosing(), 'a connection that is held open closes at EOF');
      trial.near.write('still here');
      await trial.until('the answer', () => far.size === 10);
      release();
      ensure(trial.near.isClosing(), 'the last release does not close behind EOF');
      await trial.until('completion', () => near.completed && far.completed);
      ensureSame(near.story, 'connection eof lost', 'what came');
      ensureBytes(far.bytes, 'still here', 'the answer');
    },
  ),

  ruleFor('half-close', 'each holder holds by itself, and a second release does nothing', async (trial) => {
    const [first, second] = [trial.near.holdOpen(), trial.near.holdOpen()];
    const near = trial.watch(trial.near);
    trial.far.writeEof();
    await trial.until('eof', () => near.has('eof'));
    first();
    first();
    ensure(!trial.near.isClosing(), 'releasing one hold twice let go of the other');
    second();
    ensure(trial.near.isClosing(), 'the last release does not close');
    await trial.until('completion', () => near.completed);
    second();
  }),

  ruleFor('half-close', 'a release before EOF closes nothing', async (trial) => {
    const near = trial.watch(trial.near);
    trial.near.holdOpen()();
    await trial.quiet();
    ensureSame(near.story, 'connection', 'what came');
    ensure(!trial.near.isClosing(), 'a release before EOF closes');
  }),

  ruleFor('half-close', 'holdOpen inside eof is in time', async (trial) => {
    const near = trial.watch(trial.near, ({ type }) => {
      if (type === 'eof') trial.near.holdOpen();
    });
    trial.far.writeEof();
    await trial.until('eof', () => near.has('eof'));
    await trial.quiet();
    ensureSame(near.story, 'connection eof', 'what came');
  }),

  ruleFor('half-close', 'writeEof sends EOF behind what was written, and reading goes on', async (trial) => {
    const near = trial.watch(trial.near);
    const sent = randomBytes(2, 3_000_000);
    trial.far.holdOpen();
    trial.near.write(sent);
    trial.near.writeEof();
    await trial.quiet();
    const far = trial.watch(trial.far);
    await trial.until('eof', () => far.has('eof'));
    ensureBytes(far.bytes, sent, 'the bytes before EOF');
    trial.far.write('understood');
    await trial.until('the answer', () => near.size === 10);
    ensureBytes(near.bytes, 'understood', 'the answer');
    ensure(!near.has('lost'), 'the connection was lost although both ends keep it');
  }),

  ruleFor('half-close', 'writeEof twice is one EOF', async (trial) => {
    trial.far.holdOpen();
    const far = trial.watch(trial.far);
    trial.near.writeEof();
    trial.near.writeEof();
    await trial.until('eof', () => far.has('eof'));
    trial.near.writeEof();
    await trial.quiet();
    ensureSame(far.story, 'connection eof', 'what came');
  }),

  ruleFor('half-close', 'writing after writeEof is a UsageError', (trial) => {
    trial.near.writeEof();
    ensureThrows(() => trial.near.write('more'), UsageError, 'write after writeEof');
    ensureThrows(() => trial.near.writeLines(['more']), UsageError, 'writeLines after writeEof');
    ensure(!trial.near.isClosing(), 'writeEof closes the connection');
  }),

  ruleFor('half-close', 'a connection whose both directions have ended stays until it is closed', async (trial) => {
    trial.near.holdOpen();
    trial.far.holdOpen();
    const near = trial.watch(trial.near);
    const far = trial.watch(trial.far);
    trial.near.writeEof();
    trial.far.writeEof();
    await trial.until('both EOFs', () => near.has('eof') && far.has('eof'));
    await trial.quiet();
    ensureSame(near.story, 'connection eof', 'what came');
    trial.near.close();
    trial.far.abort();
    await trial.until('completion', () => near.completed && far.completed);
    ensureSame(near.story, 'connection eof lost', 'what came');
    ensureSame(near.lossError, null, 'the error of lost');
  }),

  rule('writeEof is refused by a transport that has no half-close', (trial) => {
    if (trial.near.canWriteEof()) return;
    ensureThrows(() => trial.near.writeEof(), NotSupportedError, 'writeEof');
    trial.near.write('goes on');
  }),
];
