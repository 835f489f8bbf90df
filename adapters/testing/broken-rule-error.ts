import { RxductError } from '../../src/index.ts';

/** A transport does not do what a rule says. `cause`: what was seen. */
export class BrokenRuleError extends RxductError {
  /** The name of the rule. */
  readonly rule: string;

  constructor(rule: string, cause: unknown) {
    super('ERR_BROKEN_RULE', `${rule}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.rule = rule;
  }
}
