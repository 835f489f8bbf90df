// What the entries of a corpus file stand for; a file may hold programs, scenarios, or both.
import type { Case } from './case.ts';
import { isProgram, type Program, toProgram } from './concurrency/program.ts';
import { findFault } from './concurrency/report.ts';
import { loadEntries } from './corpus.ts';
import { skipReason } from './kinds.ts';
import type { PeerThread } from './peer/peer-thread.ts';
import { describeFailure } from './report.ts';
import { hasPassed, runScenario } from './runner.ts';
import { type Scenario, toScenario } from './scenario.ts';

/** Every case of a file, in its order. Throws an Error that names the file. */
export const loadCases = (file: string, thread: PeerThread): readonly Case[] =>
  loadEntries(file, (entry, position) =>
    isProgram(entry) ? programCase(toProgram(entry, position)) : scenarioCase(toScenario(entry, position), thread),
  );

const programCase = (program: Program): Case => ({
  name: program.name,
  skipReason: null,
  advisory: null,
  run: async () => findFault(program),
});

const scenarioCase = (scenario: Scenario, thread: PeerThread): Case => ({
  name: scenario.name,
  skipReason: skipReason(scenario),
  advisory: scenario.advisory,
  run: async () => {
    const outcome = await runScenario(scenario, thread);
    return hasPassed(outcome) ? null : (verbose) => describeFailure(scenario, outcome, verbose);
  },
});
