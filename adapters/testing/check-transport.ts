import { BrokenRuleError } from './broken-rule-error.ts';
import type { TransportFactory, TransportPair } from './transport-pair.ts';
import type { TransportRule } from './transport-rule.ts';
import { transportRules } from './transport-rules.ts';

/**
 * Checks a kind of transport against every rule, each with a fresh pair, one after the other.
 *
 * ```ts
 * await checkTransport(() => {
 *   const [a, b] = makePairOfSocketHandles();
 *   return { transport: createTransport(a, loop), peer: createTransport(b, loop) };
 * });
 * ```
 *
 * Rejects with an `AggregateError` that names every broken rule; its `errors` are `BrokenRuleError`s. The loop's exception handler is
 * replaced meanwhile, so nothing else should run on that loop. Takes some seconds on real sockets: a rule that says
 * that nothing happens has to wait for it.
 */
export async function checkTransport(factory: TransportFactory): Promise<void> {
  const broken: BrokenRuleError[] = [];
  for (const rule of transportRules) {
    try {
      await checkTransportRule(rule, factory);
    } catch (error) {
      broken.push(error as BrokenRuleError);
    }
  }
  if (broken.length === 0) return;
  const list = broken.map(({ message }) => `\n  - ${message}`).join('');
  throw new AggregateError(broken, `the transport breaks ${broken.length} of ${transportRules.length} rules:${list}`);
}

/**
 * Checks one rule with a fresh pair, and disposes of the pair. For a test of its own for each rule:
 *
 * ```ts
 * for (const rule of transportRules) test(rule.name, () => checkTransportRule(rule, factory));
 * ```
 *
 * Rejects with a `BrokenRuleError`.
 */
export async function checkTransportRule(rule: TransportRule, factory: TransportFactory): Promise<void> {
  const pair = await factory();
  try {
    await rule.check(pair);
  } catch (error) {
    throw new BrokenRuleError(rule.name, error);
  } finally {
    await dispose(pair);
  }
}

/** What is broken may not be able to end properly either, so nothing is waited for but the pair's own `dispose`. */
async function dispose(pair: TransportPair): Promise<void> {
  for (const transport of [pair.transport, pair.peer]) {
    try {
      transport.abort();
    } catch {
      // The rule has failed already, or says nothing about it.
    }
  }
  await pair.dispose?.();
}
