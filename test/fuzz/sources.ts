// Where the programs come from that are tried.
import { HANDMADE_CORPUS, loadEntries } from '../conformance/corpus.ts';
import { mutate } from './mutate.ts';
import type { Oracle } from './oracle.ts';
import { Random } from './random.ts';
import type { RawProgram } from './raw-program.ts';

/** `random`: made from nothing but the seed. `mutants`: the handmade programs of the corpus, changed at random. */
export type SourceName = 'random' | 'mutants';

const mutantOf = (origins: readonly RawProgram[], seed: number): RawProgram => {
  const random = new Random(seed);
  const origin = random.pick(origins);
  return { ...mutate(origin, random), name: `mutant-${seed} of ${origin.name}` };
};

/** The recorded programs of some seeds. */
export const recordPrograms = async (
  oracle: Oracle,
  source: SourceName,
  first: number,
  count: number,
): Promise<readonly RawProgram[]> => {
  if (source === 'random') return await oracle.recordSeeds(first, count);
  const origins = loadEntries(HANDMADE_CORPUS, (entry) => entry as RawProgram);
  const programs: RawProgram[] = [];
  for (let seed = first; seed < first + count; seed++) programs.push(await oracle.record(mutantOf(origins, seed)));
  return programs;
};
