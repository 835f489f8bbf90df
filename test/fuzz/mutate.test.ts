import { expect, test } from '@jest/globals';
import { HANDMADE_CORPUS, loadEntries } from '../conformance/corpus.ts';
import { mutate } from './mutate.ts';
import { Random } from './random.ts';
import type { RawProgram } from './raw-program.ts';

const origins = loadEntries(HANDMADE_CORPUS, (entry) => entry as RawProgram);

test('a seed always gives the same mutant, and leaves the program it was made of alone', () => {
  const before = JSON.stringify(origins);
  for (const [seed, origin] of origins.entries()) {
    expect(mutate(origin, new Random(seed))).toEqual(mutate(origin, new Random(seed)));
  }
  expect(JSON.stringify(origins)).toBe(before);
});

test('nearly every mutant differs from its origin', () => {
  const ops = (program: RawProgram): string => JSON.stringify([program.primitives, program.workers]);
  const changed = origins.filter((origin, seed) => ops(mutate(origin, new Random(seed))) !== ops(origin));
  expect(changed.length).toBeGreaterThan(origins.length * 0.8);
});
