// Runs cases one after another and prints what a person or a CI system reads.
import type { Case, Fault } from './case.ts';

export interface SuiteOptions {
  /** How often each case runs; one bad run fails it. */
  readonly repeat: number;
  readonly verbose: boolean;
  print(text: string): void;
}

/** Resolves with the number of cases that failed. */
export const runSuite = async (cases: readonly Case[], options: SuiteOptions): Promise<number> => {
  const skipped = new Map<string, number>();
  const advisory = { passed: 0, deviating: [] as string[] };
  let passed = 0;
  let failed = 0;
  for (const { name, skipReason: reason, advisory: allowed, run } of cases) {
    if (reason !== null) {
      skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
      continue;
    }
    const faults = await faultsOf(run, options.repeat);
    const [first] = faults;
    if (allowed === null) {
      if (first === undefined) passed += 1;
      else failed += 1;
    } else if (first === undefined) advisory.passed += 1;
    else advisory.deviating.push(name);
    if (first !== undefined && (allowed === null || options.verbose)) {
      const rate = options.repeat > 1 ? ` (${faults.length} of ${options.repeat} runs)` : '';
      const title = allowed === null ? 'FAILED' : `DEVIATING, as allowed (${allowed})`;
      options.print(`${title}${rate} ${first(options.verbose)}\n`);
    }
  }
  for (const [reason, count] of skipped) options.print(`skipped: ${count} ${reason}`);
  const names = advisory.deviating.length > 0 ? ` (${advisory.deviating.join(', ')})` : '';
  options.print(`advisory: ${advisory.passed} passed, ${advisory.deviating.length} deviating${names}`);
  const skippedInAll = [...skipped.values()].reduce((sum, count) => sum + count, 0);
  options.print(`${passed} passed, ${failed} failed, ${skippedInAll} skipped`);
  return failed;
};

const faultsOf = async (run: Case['run'], repeat: number): Promise<readonly Fault[]> => {
  const faults: Fault[] = [];
  for (let round = 0; round < repeat; round++) {
    const fault = await run();
    if (fault !== null) faults.push(fault);
  }
  return faults;
};
