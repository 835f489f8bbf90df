// Tries every seed of a range, on several threads, and says what came of it.
import { within } from '../conformance/within.ts';
import type { OracleThread } from './oracle-thread.ts';
import type { RawProgram } from './raw-program.ts';
import { describeFailure } from './report.ts';
import type { SourceName } from './sources.ts';

/** How many seeds a thread is given at once. */
const CHUNK = 50;
/** A program that runs for ever takes its chunk beyond this; milliseconds. */
const CHUNK_LIMIT = 120_000;
/** How many failures are shrunk and shown; of the others the names. */
const SHOWN = 3;
const PROGRESS_INTERVAL = 10_000;

export interface CampaignOptions {
  readonly source: SourceName;
  readonly first: number;
  /** Behind the last seed. */
  readonly end: number;
  /** Goes through all seeds, and does not stop at the first failures. */
  readonly keepGoing: boolean;
  print(text: string): void;
  progress(text: string): void;
}

/** Resolves with the number of seeds that failed. */
export const runCampaign = async (threads: readonly OracleThread[], options: CampaignOptions): Promise<number> => {
  const { source, first, end, keepGoing, print } = options;
  const began = performance.now();
  const failures: RawProgram[] = [];
  let passed = 0;
  let skipped = 0;
  let next = first;

  const rate = (): string => {
    const tried = passed + skipped + failures.length;
    const seconds = (performance.now() - began) / 1000;
    return `${tried} seeds in ${seconds.toFixed(1)} s, ${(tried / seconds).toFixed(0)} a second`;
  };

  const work = async (thread: OracleThread): Promise<void> => {
    while (next < end && (keepGoing || failures.length === 0)) {
      const from = next;
      const count = Math.min(CHUNK, end - from);
      next += count;
      const verdicts = await within(
        CHUNK_LIMIT,
        `seeds ${from}..${from + count}`,
        thread.trySeeds(source, from, count),
      );
      passed += verdicts.passed;
      skipped += verdicts.skipped;
      failures.push(...verdicts.failures);
    }
  };

  const ticking = setInterval(() => options.progress(`${rate()}, ${failures.length} failed`), PROGRESS_INTERVAL);
  try {
    await Promise.all(threads.map(work));
  } finally {
    clearInterval(ticking);
  }

  const tried = rate();
  const [thread] = threads;
  for (const failure of failures.slice(0, SHOWN)) {
    if (thread !== undefined) print(describeFailure(failure.name, await thread.shrink(failure)));
  }
  const others = failures.slice(SHOWN).map(({ name }) => name);
  if (others.length > 0) print(`failed as well: ${others.join(', ')}`);
  print(tried);
  print(`${passed} passed, ${failures.length} failed, ${skipped} skipped`);
  return failures.length;
};
