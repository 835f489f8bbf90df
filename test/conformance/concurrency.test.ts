// The recorded behaviour of asyncio's tasks and primitives, replayed here on a virtual clock.
import { describe, test } from '@jest/globals';
import type { Program } from './concurrency/program.ts';
import { findFault } from './concurrency/report.ts';
import { HANDMADE_CORPUS, loadPrograms, RANDOM_CORPUS } from './corpus.ts';

const BATCH = 50;

const batchesOf = (programs: readonly Program[]): [title: string, batch: readonly Program[]][] => {
  const count = Math.ceil(programs.length / BATCH);
  return Array.from({ length: count }, (_, index) => {
    const batch = programs.slice(index * BATCH, (index + 1) * BATCH);
    return [`${batch[0]?.name} to ${batch.at(-1)?.name}`, batch];
  });
};

describe('each handmade program', () => {
  test.each(loadPrograms(HANDMADE_CORPUS).map((program) => ({ title: `${program.name}: ${program.doc}`, program })))(
    '$title',
    ({ program }) => {
      const fault = findFault(program);
      if (fault !== null) throw new Error(fault(true));
    },
  );
});

describe('random programs', () => {
  test.each(batchesOf(loadPrograms(RANDOM_CORPUS)))('%s', (_title, batch) => {
    const faults = batch.map(findFault).filter((fault) => fault !== null);
    if (faults.length > 0) throw new Error(faults.map((fault) => fault(false)).join('\n\n'));
  });
});
