import { describe, expect, test } from '@jest/globals';
import { createTransport, getEventLoop } from 'rxduct';
import {
  BrokenRuleError,
  checkTransport,
  checkTransportRule,
  type TransportFactory,
  type TransportPair,
  type TransportRule,
  transportRules,
} from 'rxduct/testing';
import { MemoryHandle, memoryPair } from '../../support/memory-handle.ts';
import { tcpPair } from '../../support/tcp-pair.ts';
import {
  BorrowingHandle,
  BottomlessHandle,
  DeafHandle,
  DisorderlyHandle,
  ForgetfulHandle,
  HastyHandle,
  LossyHandle,
} from './broken-handles.ts';
import { FAULTS } from './faults.ts';
import { mutate } from './mutant.ts';

/** A fault that shows as silence is waited for this long. */
const SILENCE = 300;

const overHandles =
  (Handle: typeof MemoryHandle): TransportFactory =>
  () => {
    const loop = getEventLoop();
    const [near, far] = memoryPair(() => new Handle(loop));
    return {
      transport: createTransport(near, loop),
      peer: createTransport(far, loop),
      canReset: true,
      timeLimit: SILENCE,
    };
  };

const ruleThatBeginsWith = (start: string): TransportRule => {
  const found = transportRules.filter(({ name }) => name.startsWith(start));
  expect(found).toHaveLength(1);
  return found[0] as TransportRule;
};

describe('a TCP client', () => {
  test.each(transportRules)(
    '$name',
    (rule) =>
      checkTransportRule(rule, async (): Promise<TransportPair> => {
        const { client, server, dispose } = await tcpPair();
        return { transport: client, peer: server, canReset: true, dispose };
      }),
    20_000,
  );
});

describe('an accepted TCP connection', () => {
  test.each(transportRules)(
    '$name',
    (rule) =>
      checkTransportRule(rule, async (): Promise<TransportPair> => {
        const { client, server, dispose } = await tcpPair();
        return { transport: server, peer: client, canReset: true, dispose };
      }),
    20_000,
  );
});

describe('checkTransport', () => {
  test('passes a transport over a handle that a user wrote', async () => {
    await checkTransport(overHandles(MemoryHandle));
  }, 30_000);

  test('names every broken rule in one error', async () => {
    const healthy = overHandles(MemoryHandle);
    const checking = checkTransport(async () => {
      const { transport, peer } = await healthy();
      return { transport: mutate(transport, { members: () => ({ unread() {} }) }), peer, timeLimit: SILENCE };
    });
    const error = await checking.catch((thrown: AggregateError) => thrown);
    expect(error).toBeInstanceOf(AggregateError);
    const { errors, message } = error as AggregateError;
    const rules = errors.map(({ rule }: BrokenRuleError) => rule);
    expect(rules).toContain('bytes given back before anybody reads come first');
    expect(rules).toContain('bytes given back wait while reading is paused');
    expect(rules).not.toContain('close twice closes once');
    for (const rule of rules) expect(message).toContain(rule);
  }, 30_000);

  test('disposes of the pair of a rule that is broken', async () => {
    let disposed = 0;
    const healthy = overHandles(MemoryHandle);
    const rule = { name: 'impossible', check: () => Promise.reject(new Error('broken')) };
    const checking = checkTransportRule(rule, async () => ({ ...(await healthy()), dispose: () => void disposed++ }));
    await expect(checking).rejects.toMatchObject({ code: 'ERR_BROKEN_RULE', rule: 'impossible' });
    expect(disposed).toBe(1);
  });

  test('gives the exception handler back', async () => {
    const loop = getEventLoop();
    const handler = () => {};
    loop.setExceptionHandler(handler);
    await checkTransportRule(ruleThatBeginsWith('close twice'), overHandles(MemoryHandle));
    expect(loop.getExceptionHandler()).toBe(handler);
    loop.setExceptionHandler(null);
  });

  test('every rule has a name of its own', () => {
    expect(new Set(transportRules.map(({ name }) => name)).size).toBe(transportRules.length);
  });
});

describe('the kit finds a transport that', () => {
  test.each(FAULTS)('$what', async ({ brokenRule, mutation }) => {
    const rule = ruleThatBeginsWith(brokenRule);
    const healthy = overHandles(MemoryHandle);
    const checking = checkTransportRule(rule, async () => {
      const pair = await healthy();
      return { ...pair, transport: mutate(pair.transport, mutation()) };
    });
    await expect(checking).rejects.toMatchObject({ rule: rule.name });
  });
});

describe('the kit finds a handle that', () => {
  test.each([
    ['loses a chunk', LossyHandle, 'bytes arrive intact in both directions'],
    ['lets chunks overtake', DisorderlyHandle, 'bytes arrive intact while the reader pauses'],
    ['reads from memory that it has given back', BorrowingHandle, 'the memory of many small writes'],
    ['takes everything', BottomlessHandle, 'a source is asked for no more'],
    ['does not stop reading', DeafHandle, 'a transport whose reading is paused'],
    ['resets where it should linger', HastyHandle, 'a large answer followed by close'],
    ['forgets to say that it can take more', ForgetfulHandle, 'close sends what was written'],
  ] as const)(
    '%s',
    async (_what, Handle, brokenRule) => {
      const rule = ruleThatBeginsWith(brokenRule);
      const checking = checkTransportRule(rule, overHandles(Handle));
      await expect(checking).rejects.toBeInstanceOf(BrokenRuleError);
    },
    20_000,
  );
});
