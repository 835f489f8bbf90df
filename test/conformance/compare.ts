// Whether what was observed is what was recorded, by the rules of the corpus.
import type { Scenario } from './scenario.ts';

export interface Observed {
  readonly trace: readonly string[];
  readonly peerTrace: readonly string[];
}

/** The first line that is wrong. */
export interface Difference {
  readonly which: 'trace' | 'peer_trace';
  /** From 1, among the lines that are not optional. */
  readonly line: number;
  /** Undefined past the end. */
  readonly expected: string | undefined;
  readonly actual: string | undefined;
  /** The recorded trace, or the nearest of several. */
  readonly expectedTrace: readonly string[];
}

/** Null if nothing differs. */
export const findDifference = (scenario: Scenario, observed: Observed): Difference | null => {
  const keep = (lines: readonly string[]): readonly string[] => lines.filter((line) => !scenario.optional.has(line));
  const actual = keep(observed.trace);
  const differences = scenario.traces.map((trace) => firstDifference('trace', keep(trace), actual));
  if (differences.every((difference) => difference !== null)) {
    return differences.reduce((nearest, next) => (next.line > nearest.line ? next : nearest));
  }
  return firstDifference('peer_trace', keep(scenario.peerTrace), keep(observed.peerTrace));
};

const firstDifference = (
  which: Difference['which'],
  expected: readonly string[],
  actual: readonly string[],
): Difference | null => {
  const length = Math.max(expected.length, actual.length);
  for (let index = 0; index < length; index++) {
    if (areEqual(expected[index], actual[index])) continue;
    return { which, line: index + 1, expected: expected[index], actual: actual[index], expectedTrace: expected };
  }
  return null;
};

const WRONG_ARGUMENTS = /^(create_\w+) raised ValueError$/;

const areEqual = (expected: string | undefined, actual: string | undefined): boolean => {
  if (expected === undefined || actual === undefined) return expected === actual;
  if (oneLoss(expected) === oneLoss(actual)) return true;
  // A wrong combination of arguments is a TypeError here.
  const [, creation] = WRONG_ARGUMENTS.exec(expected) ?? [];
  return creation !== undefined && actual === `${creation} raised TypeError`;
};

// Which of the two it is depends on whether the kernel or a write notices first.
const oneLoss = (line: string): string => line.replace(/\bBrokenPipeError$/, 'ConnectionResetError');
