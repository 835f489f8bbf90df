// What a person reads about a random program that did not go as asyncio goes.
import { findDifference } from '../conformance/concurrency/compare.ts';
import { toProgram } from '../conformance/concurrency/program.ts';
import { replay } from '../conformance/concurrency/replay.ts';
import { describeTraces } from '../conformance/concurrency/report.ts';
import type { RawProgram } from './raw-program.ts';

const linesOf = ({ primitives, workers }: RawProgram): string[] => [
  ...Object.entries(primitives).map(([name, { type, args }]) => `  ${name} = ${type}(${args.join(', ')})`),
  ...workers.flatMap(({ name, ops }) => [`  ${name}:`, ...ops.map((op) => `    ${JSON.stringify(op)}`)]),
];

/** `program` is what `name` was shrunk to, with its trace. It is printed as people read it, and as the corpus has it. */
export const describeFailure = (name: string, program: RawProgram): string => {
  const checked = toProgram(program, 0);
  const { primitives, workers, trace } = program;
  return [
    `FAILED ${name}, shrunk to`,
    ...linesOf(program),
    ...tracesOf(checked),
    `  ${JSON.stringify({ name, primitives, workers, trace })}`,
    '',
  ].join('\n');
};

const tracesOf = (program: ReturnType<typeof toProgram>): string[] => {
  try {
    const actual = replay(program);
    return describeTraces(program.trace, actual, findDifference(program.trace, actual));
  } catch (error) {
    return [`  cannot be replayed: ${(error as Error).stack}`, ...program.trace.map((line) => `    ${line}`)];
  }
};
