// Whether a trace is the recorded one: line by line, but for the messages that the library writes.
import { LIBRARY_MESSAGE } from './values.ts';

/** The first line that is wrong. */
export interface Difference {
  /** From 1. */
  readonly line: number;
  /** Undefined past the end. */
  readonly expected: string | undefined;
  readonly actual: string | undefined;
}

/** Null if nothing differs. */
export const findDifference = (expected: readonly string[], actual: readonly string[]): Difference | null => {
  const length = Math.max(expected.length, actual.length);
  for (let index = 0; index < length; index++) {
    if (areEqual(expected[index], actual[index])) continue;
    return { line: index + 1, expected: expected[index], actual: actual[index] };
  }
  return null;
};

const areEqual = (expected: string | undefined, actual: string | undefined): boolean => {
  if (expected === undefined || actual === undefined || !actual.includes(LIBRARY_MESSAGE)) return expected === actual;
  const parts = actual.split(LIBRARY_MESSAGE).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(expected);
};
