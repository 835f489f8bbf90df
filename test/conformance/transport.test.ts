// The recorded behaviour of asyncio's transports, replayed here: one test a scenario.
import { afterAll, describe, expect, test } from '@jest/globals';
import { loadScenarios, TRANSPORT_CORPUS } from './corpus.ts';
import { skipReason } from './kinds.ts';
import { PeerThread } from './peer/peer-thread.ts';
import { describeFailure } from './report.ts';
import { hasPassed, runScenario } from './runner.ts';

/** The runner stops a scenario earlier and says more. */
const TEST_LIMIT = 12_000;

const scenarios = loadScenarios(TRANSPORT_CORPUS);

// Inside a describe, so that the thread is gone before the handles that the file leaves behind are counted.
describe('the transport corpus', () => {
  const thread = new PeerThread();
  afterAll(() => thread.stop());

  const runnable = scenarios.filter((scenario) => skipReason(scenario) === null);

  test.each(runnable.filter(({ advisory }) => advisory === null))(
    '$name',
    async (scenario) => {
      const outcome = await runScenario(scenario, thread);
      if (!hasPassed(outcome)) throw new Error(describeFailure(scenario, outcome, true));
    },
    TEST_LIMIT,
  );

  // A deviation from a peculiarity of CPython 3.11 is no fault, but the scenario must come to its end.
  test.each(runnable.filter(({ advisory }) => advisory !== null))(
    '$name (advisory)',
    async (scenario) => {
      expect((await runScenario(scenario, thread)).problem).toBeNull();
    },
    TEST_LIMIT,
  );

  for (const scenario of scenarios) {
    const reason = skipReason(scenario);
    if (reason !== null) test.skip(`${scenario.name} (${reason})`, () => {});
  }
});
