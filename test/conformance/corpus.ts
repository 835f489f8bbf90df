import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Program, toProgram } from './concurrency/program.ts';
import { type Scenario, toScenario } from './scenario.ts';

const CORPUS = path.join(__dirname, 'corpus');

export const TRANSPORT_CORPUS: string = path.join(CORPUS, 'transport', 'scenarios.json');
export const HANDMADE_CORPUS: string = path.join(CORPUS, 'concurrency', 'handmade.json');
export const RANDOM_CORPUS: string = path.join(CORPUS, 'concurrency', 'random.json');

/** Every entry of a file, in its order. Throws an Error that names the file. */
export const loadEntries = <T>(file: string, toEntry: (value: unknown, position: number) => T): readonly T[] => {
  try {
    const entries: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!Array.isArray(entries)) throw new Error('not a list of programs or scenarios');
    return entries.map(toEntry);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
};

export const loadScenarios = (file: string): readonly Scenario[] => loadEntries(file, toScenario);

export const loadPrograms = (file: string): readonly Program[] => loadEntries(file, toProgram);
