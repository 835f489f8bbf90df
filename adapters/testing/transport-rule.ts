import type { TransportPair } from './transport-pair.ts';
import { Trial } from './trial.ts';

/** One sentence of the contract of transports, and how it is checked. */
export interface TransportRule {
  readonly name: string;
  /** Rejects if the rule is broken. The pair is used up; what is left of it is the caller's to abort. */
  check(pair: TransportPair): Promise<void>;
}

/** What a transport must be able to do for a rule to mean anything. */
export type Need = 'half-close' | 'reset';

/** A rule for every transport. */
export function rule(name: string, body: (trial: Trial) => Promise<void> | void): TransportRule {
  return { name, check: (pair) => new Trial(pair).run(body) };
}

/** A rule for transports that can do something; others follow it by not being asked. */
export function ruleFor(need: Need, name: string, body: (trial: Trial) => Promise<void> | void): TransportRule {
  return rule(name, (trial) => {
    const able = need === 'reset' ? trial.canReset : trial.near.canWriteEof() && trial.far.canWriteEof();
    return able ? body(trial) : undefined;
  });
}
