// What a person reads about a program that did not go as recorded.
import type { Fault } from '../case.ts';
import { type Difference, findDifference } from './compare.ts';
import type { Program } from './program.ts';
import { replay } from './replay.ts';
import { LIBRARY_MESSAGE } from './values.ts';

const PAST_THE_END = '(nothing)';

const readable = (line: string | undefined): string => line?.replaceAll(LIBRARY_MESSAGE, '*') ?? PAST_THE_END;

/** Two traces next to each other; the first difference is marked. */
export const describeTraces = (
  expected: readonly string[],
  actual: readonly string[],
  difference: Difference | null,
): string[] => {
  const lines = Array.from({ length: Math.max(expected.length, actual.length) }, (_, index) => index);
  const shown = [['expected', 'actual'], ...lines.map((index) => [readable(expected[index]), readable(actual[index])])];
  const width = Math.max(...shown.map(([left = '']) => left.length));
  return shown.map(([left = '', right = ''], index) => {
    const mark = index === difference?.line ? '>' : ' ';
    return `  ${mark} ${left.padEnd(width)}  | ${right}`;
  });
};

/** Plays the program; null if it goes as recorded. */
export const findFault = (program: Program): Fault | null => {
  let actual: readonly string[];
  try {
    actual = replay(program);
  } catch (error) {
    return () => `${program.name}\n  cannot be replayed: ${(error as Error).stack}`;
  }
  const difference = findDifference(program.trace, actual);
  if (difference === null) return null;
  return (verbose) =>
    [
      program.name,
      ...(program.doc === '' ? [] : [`  ${program.doc}`]),
      `  trace, line ${difference.line}`,
      `    expected: ${readable(difference.expected)}`,
      `    actual:   ${readable(difference.actual)}`,
      ...(verbose ? describeTraces(program.trace, actual, difference) : []),
    ].join('\n');
};
