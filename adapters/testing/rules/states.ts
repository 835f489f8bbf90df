import {
  ConnectionError,
  type Effect,
  effectOf,
  TRANSPORT_TABLE,
  type Transport,
  type TransportMethod,
  type TransportState,
  UsageError,
} from '../../../src/index.ts';
import { ensure, ensureBytes, ensureSame, ensureThrows, fail } from '../ensure.ts';
import { rule, ruleFor, type TransportRule } from '../transport-rule.ts';
import type { Trial } from '../trial.ts';

const CALLS: Readonly<Record<TransportMethod, (transport: Transport) => unknown>> = {
  write: (transport) => transport.write('more'),
  writeLines: (transport) => transport.writeLines(['more']),
  writeEof: (transport) => transport.writeEof(),
  send: (transport) => transport.send(['more']),
  through: (transport) => transport.through((input) => input),
  close: (transport) => transport.close(),
  abort: (transport) => transport.abort(new Error('ignored')),
  holdOpen: (transport) => transport.holdOpen()(),
  unread: (transport) => transport.unread(Buffer.from('back')),
  pauseReading: (transport) => transport.pauseReading(),
  resumeReading: (transport) => transport.resumeReading(),
  setWriteBufferLimits: (transport) => transport.setWriteBufferLimits({ high: 1000 }),
  setProtocol: (transport) => transport.setProtocol(null),
};

/** Calls every method that has no effect in `state`, and sees how it says so. */
const callIdle = async (trial: Trial, state: TransportState): Promise<void> => {
  for (const method of Object.keys(TRANSPORT_TABLE) as TransportMethod[]) {
    const effect: Effect = effectOf(method, state);
    const call = () => CALLS[method](trial.near);
    const what = `${method}() in the state ${state}`;
    if (method === 'writeEof' && !trial.near.canWriteEof()) continue;
    if (effect === 'refused') ensureThrows(call, UsageError, what);
    if (effect === 'ignored') call();
    if (effect !== 'fails') continue;
    const error = await trial.failure(what, call() as PromiseLike<unknown>);
    ensure(error instanceof ConnectionError, `${what} failed with ${String(error)}`);
  }
};

/** Every method in every state is what `TRANSPORT_TABLE` says. */
export const STATE_RULES: readonly TransportRule[] = [
  ruleFor(
    'half-close',
    'in the state shut what has no effect is refused or ignored, as the table says',
    async (trial) => {
      trial.far.holdOpen();
      const far = trial.watch(trial.far);
      trial.near.write('all');
      trial.near.writeEof();
      await callIdle(trial, 'shut');
      await trial.until('eof', () => far.has('eof'));
      ensureBytes(far.bytes, 'all', 'the bytes');
    },
  ),

  rule('in the state closing what has no effect is ignored or fails, as the table says', async (trial) => {
    await trial.fill();
    const near = trial.watch(trial.near);
    trial.near.close();
    await callIdle(trial, 'closing');
    ensureSame(near.story, 'connection', 'what came');
    const far = trial.watch(trial.far);
    await trial.until('completion', () => near.completed && far.completed);
    ensure(!far.bytes.toString('latin1').includes('more'), 'what was written while closing has been sent');
    ensureSame(near.size, 0, 'how many bytes came behind close()');
  }),

  rule('in the state lost what has no effect is ignored or fails, as the table says', async (trial) => {
    const near = trial.watch(trial.near);
    trial.near.close();
    await trial.until('lost', () => near.completed);
    await callIdle(trial, 'lost');
    await trial.quiet();
    ensureSame(near.story, 'connection lost', 'what came');
    ensureSame(trial.watch(trial.near).lossError, null, 'the error of lost');
  }),

  rule('getters work in every state', async (trial) => {
    const { near } = trial;
    const look = (state: string) => {
      for (const [name, value, kind] of [
        ['isClosing', near.isClosing(), 'boolean'],
        ['isReading', near.isReading(), 'boolean'],
        ['canWriteEof', near.canWriteEof(), 'boolean'],
        ['getWriteBufferSize', near.getWriteBufferSize(), 'number'],
        ['getWriteBufferLimits', near.getWriteBufferLimits(), 'object'],
      ] as const) {
        if (typeof value !== kind) fail(`${name}() is a ${typeof value} in the state ${state}`);
      }
    };
    look('open');
    near.close();
    look('closing');
    await trial.settled('closed', near.closed);
    look('lost');
  }),
];
