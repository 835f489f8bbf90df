// What becomes of one recorded program when it is replayed here.
import { findDifference } from '../conformance/concurrency/compare.ts';
import { toProgram } from '../conformance/concurrency/program.ts';
import { replay } from '../conformance/concurrency/replay.ts';
import type { Oracle } from './oracle.ts';
import type { RawProgram } from './raw-program.ts';

/** `undefined`: asyncio itself leaves the outcome open. */
export type Verdict = 'passed' | 'failed' | 'undefined';

const isReplayed = (program: RawProgram): boolean => {
  try {
    const checked = toProgram(program, 0);
    return findDifference(checked.trace, replay(checked)) === null;
  } catch {
    // An error in the engine's own code, such as a stack overflow.
    return false;
  }
};

/** Whether asyncio leaves a trace open takes four runs to tell: only one that differs is asked. */
export const judge = async (oracle: Oracle, program: RawProgram): Promise<Verdict> => {
  if (program.trace === null) return 'undefined';
  if (isReplayed(program)) return 'passed';
  return (await oracle.isDefined(program)) ? 'failed' : 'undefined';
};
