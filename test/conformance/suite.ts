// Runs scenarios one after another and prints what a person or a CI system reads.
import { skipReason } from './kinds.ts';
import type { PeerThread } from './peer/peer-thread.ts';
import { describeFailure } from './report.ts';
import { hasPassed, type Outcome, runScenario } from './runner.ts';
import type { Scenario } from './scenario.ts';

export interface SuiteOptions {
  /** How often each scenario runs; one bad run fails it. */
  readonly repeat: number;
  readonly verbose: boolean;
  print(text: string): void;
}

/** Resolves with the number of scenarios that failed. */
export const runSuite = async (
  scenarios: readonly Scenario[],
  thread: PeerThread,
  options: SuiteOptions,
): Promise<number> => {
  const skipped = new Map<string, number>();
  const advisory = { passed: 0, deviating: [] as string[] };
  let passed = 0;
  let failed = 0;
  for (const scenario of scenarios) {
    const reason = skipReason(scenario);
    if (reason !== null) {
      skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
      continue;
    }
    const failures = await failuresOf(scenario, thread, options.repeat);
    const [first] = failures;
    if (scenario.advisory === null) {
      if (first === undefined) passed += 1;
      else failed += 1;
    } else if (first === undefined) advisory.passed += 1;
    else advisory.deviating.push(scenario.name);
    if (first !== undefined && (scenario.advisory === null || options.verbose)) {
      const rate = options.repeat > 1 ? ` (${failures.length} of ${options.repeat} runs)` : '';
      const title = scenario.advisory === null ? 'FAILED' : `DEVIATING, as allowed (${scenario.advisory})`;
      options.print(`${title}${rate} ${describeFailure(scenario, first, options.verbose)}\n`);
    }
  }
  for (const [reason, count] of skipped) options.print(`skipped: ${count} ${reason}`);
  const names = advisory.deviating.length > 0 ? ` (${advisory.deviating.join(', ')})` : '';
  options.print(`advisory: ${advisory.passed} passed, ${advisory.deviating.length} deviating${names}`);
  const skippedInAll = [...skipped.values()].reduce((sum, count) => sum + count, 0);
  options.print(`${passed} passed, ${failed} failed, ${skippedInAll} skipped`);
  return failed;
};

const failuresOf = async (scenario: Scenario, thread: PeerThread, repeat: number): Promise<readonly Outcome[]> => {
  const failures: Outcome[] = [];
  for (let round = 0; round < repeat; round++) {
    const outcome = await runScenario(scenario, thread);
    if (!hasPassed(outcome)) failures.push(outcome);
  }
  return failures;
};
