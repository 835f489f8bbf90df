import type { RawProgram } from './raw-program.ts';
import { reductions } from './reductions.ts';

/**
 * The smallest program it finds that still fails: one reduction after another, until none is left that fails or `tries` programs have
 * been looked at. `stillFails` gives the candidate back, with its own trace, or null.
 */
export const shrink = async (
  program: RawProgram,
  stillFails: (candidate: RawProgram) => Promise<RawProgram | null>,
  tries: number,
): Promise<RawProgram> => {
  let smallest = program;
  let left = tries;
  for (;;) {
    const smaller = await firstThatFails(smallest);
    if (smaller === null) return smallest;
    smallest = smaller;
  }

  async function firstThatFails(from: RawProgram): Promise<RawProgram | null> {
    for (const candidate of reductions(from)) {
      if (left-- <= 0) return null;
      const failing = await stillFails(candidate);
      if (failing !== null) return failing;
    }
    return null;
  }
};
