import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Scenario, toScenario } from './scenario.ts';

export const TRANSPORT_CORPUS: string = path.join(__dirname, 'corpus', 'transport', 'scenarios.json');

/** Every scenario of a file, in its order. Throws an Error that names the file. */
export const loadScenarios = (file: string): readonly Scenario[] => {
  try {
    const entries: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!Array.isArray(entries)) throw new Error('not a list of scenarios');
    return entries.map(toScenario);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
};
