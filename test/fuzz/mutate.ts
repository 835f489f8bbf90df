// Programs that are a little different from given ones. Most random programs are long and meet the rare cases seldom; those of the
// corpus were written to meet one each, so what is near to them is worth a look.
import { newOp } from './new-op.ts';
import { listsIn, listsOf } from './op-lists.ts';
import type { Random } from './random.ts';
import type { RawOp, RawProgram } from './raw-program.ts';

type Mutation = (program: RawProgram, random: Random) => void;

const TIMES = [0, 0, 1, 2, 3, 5, 10];

/** A list, and a place in it; the end counts as one. */
const placeIn = (program: RawProgram, random: Random): readonly [list: RawOp[], position: number] => {
  const list = random.pick(listsOf(program));
  return [list, random.below(list.length + 1)];
};

const insert: Mutation = (program, random) => {
  const [list, position] = placeIn(program, random);
  list.splice(position, 0, newOp(program, random));
};

const remove: Mutation = (program, random) => {
  const [list, position] = placeIn(program, random);
  list.splice(position, 1);
};

/** An instruction is copied elsewhere. */
const copy: Mutation = (program, random) => {
  const [from, source] = placeIn(program, random);
  const [to, target] = placeIn(program, random);
  to.splice(target, 0, ...structuredClone(from.slice(source, source + 1)));
};

const swap: Mutation = (program, random) => {
  const [list, position] = placeIn(program, random);
  list.splice(Math.max(0, position - 1), 0, ...list.splice(position, 1));
};

const changeNumber: Mutation = (program, random) => {
  const [list, position] = placeIn(program, random);
  const op = list[position];
  const place = op?.findIndex((value) => typeof value === 'number') ?? -1;
  if (op !== undefined && place > 0) op[place] = random.pick(TIMES);
};

const changeSize: Mutation = (program, random) => {
  const sizes = Object.values(program.primitives).filter(({ args }) => typeof args[0] === 'number');
  if (sizes.length > 0) random.pick(sizes).args[0] = 1 + random.below(3);
};

/** A run of instructions is put into a block. */
const wrap: Mutation = (program, random) => {
  const [list, position] = placeIn(program, random);
  const run = list.splice(position, 1 + random.below(3));
  const wrapped = random.pick<() => RawOp>([
    () => ['try', run, [[['CancelledError'], [['sleep', 0]]]]],
    () => ['try', run, [[['BaseException'], [newOp(program, random), ['reraise']]]]],
    () => ['try', run, [], [newOp(program, random)]],
    () => ['try', run, [[['Exception'], [newOp(program, random)]]]],
    () => ['timeout', 'limit', random.pick([null, ...TIMES]), run],
    () => ['wait_for', ['waited', run], random.pick([null, ...TIMES])],
    () => ['taskgroup', 'group', [['tg.spawn', 'group', 'member', [['sleep', random.pick(TIMES)]]], ...run]],
    () => ['taskgroup', 'group', [['tg.spawn', 'group', 'member', run], newOp(program, random)]],
    () => ['repeat', 2, run],
    () => ['spawn', 'spawned', run],
    () => ['await', run],
    () => ['shield', 'shielded', ['inner', run]],
    () => [
      'gather',
      'gathered',
      [
        ['one', run],
        ['two', [['sleep', random.pick(TIMES)]]],
      ],
      random.below(2) === 1,
    ],
  ])();
  list.splice(position, 0, wrapped);
};

const unwrap: Mutation = (program, random) => {
  const [list, position] = placeIn(program, random);
  const op = list[position];
  const inner = op === undefined ? [] : listsIn(op);
  if (inner.length > 0) list.splice(position, 1, ...random.pick(inner));
};

const MUTATIONS: readonly Mutation[] = [
  insert,
  insert,
  insert,
  remove,
  copy,
  swap,
  changeNumber,
  changeSize,
  wrap,
  wrap,
  unwrap,
];

export const mutate = (origin: RawProgram, random: Random): RawProgram => {
  const program = { ...structuredClone(origin), trace: null };
  for (let count = 1 + random.below(4); count > 0; count--) random.pick(MUTATIONS)(program, random);
  return program;
};
