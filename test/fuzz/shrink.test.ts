import { expect, test } from '@jest/globals';
import { listsOf } from './op-lists.ts';
import type { RawOp, RawProgram } from './raw-program.ts';
import { shrink } from './shrink.ts';

const MANY = 10_000;

const programOf = (...workers: RawOp[][]): RawProgram => ({
  name: 'p',
  primitives: { L: { type: 'Lock', args: [] }, E: { type: 'Event', args: [] } },
  workers: workers.map((ops, index) => ({ name: `w${index + 1}`, ops })),
  trace: [],
});

/** Fails as long as an instruction of this kind is in it. */
const failingWith =
  (opcode: string) =>
  async (candidate: RawProgram): Promise<RawProgram | null> =>
    listsOf(candidate).some((list) => list.some(([code]) => code === opcode)) ? candidate : null;

test('leaves nothing but what fails', async () => {
  const program = programOf(
    [['sleep', 1]],
    [
      ['acquire', 'L'],
      ['release', 'L'],
      ['sleep', 3],
    ],
    [['log', 'm']],
  );
  const shrunk = await shrink(program, failingWith('release'), MANY);
  expect(shrunk.workers).toEqual([{ name: 'w2', ops: [['release', 'L']] }]);
  expect(shrunk.primitives).toEqual({});
});

test('gets at what blocks, handlers and coroutines hold', async () => {
  const inner: RawOp = ['try', [['log', 'a']], [[['Exception'], [['gather', 'G', [['t', [['release', 'L']]]], true]]]]];
  const shrunk = await shrink(programOf([['with', 'L', [['repeat', 3, [inner]]]]]), failingWith('release'), MANY);
  expect(shrunk.workers).toEqual([{ name: 'w1', ops: [['release', 'L']] }]);
});

test('leaves members of lists and final blocks out', async () => {
  const waiting: RawOp = ['wait', ['w1', 'w2', 'w3'], 'ALL_COMPLETED', null];
  const stillFails = async (candidate: RawProgram): Promise<RawProgram | null> =>
    JSON.stringify(candidate).includes('"w2"],"ALL') ? candidate : null;
  const shrunk = await shrink(programOf([['try', [waiting], [], [['log', 'final']]]]), stillFails, MANY);
  expect(shrunk.workers[0]?.ops).toEqual([['wait', ['w2'], 'ALL_COMPLETED', null]]);
});

test('ends after the given number of tries', async () => {
  let tried = 0;
  const program = programOf([['sleep', 1]], [['sleep', 2]], [['sleep', 3]]);
  const never = async (): Promise<null> => {
    tried += 1;
    return null;
  };
  expect(await shrink(program, never, 2)).toBe(program);
  expect(tried).toBe(2);
});

test('a program that only fails as a whole stays as it is', async () => {
  const program = programOf([['release', 'L']]);
  expect(await shrink(program, async () => null, MANY)).toBe(program);
});
