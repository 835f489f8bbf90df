// Where programs hold lists of instructions, which is where they can be cut.
import type { RawOp, RawProgram } from './raw-program.ts';

/** The position of the list in an instruction that holds one. */
const POSITIONS: Readonly<Record<string, number>> = {
  spawn: 2,
  with: 2,
  timeout: 3,
  timeout_at: 3,
  taskgroup: 2,
  repeat: 2,
  'tg.spawn': 3,
  call_soon: 2,
  call_later: 3,
  call_at: 3,
  'future.add_done_callback': 3,
};

const isList = (value: unknown): value is unknown[] => Array.isArray(value);

/** The lists right inside of one instruction. */
export const listsIn = ([opcode, ...values]: RawOp): RawOp[][] => {
  const [first, second, third] = values;
  const position = POSITIONS[opcode];
  const lists: unknown[] = [];
  if (position !== undefined) lists.push(values[position - 1]);
  if (opcode === 'await') lists.push(first);
  if (opcode === 'try') lists.push(first, ...(second as unknown[][]).map(([, ops]) => ops), third);
  // A coroutine is [name, ops].
  if (opcode === 'wait_for') lists.push((first as unknown[])[1]);
  if (opcode === 'shield') lists.push((second as unknown[])[1]);
  if (opcode === 'gather') lists.push(...(second as unknown[][]).map(([, ops]) => ops));
  return lists.filter(isList) as RawOp[][];
};

const deep = (list: RawOp[]): RawOp[][] => [list, ...list.flatMap((op) => listsIn(op).flatMap(deep))];

/** Every list of a program, outer ones before what is in them. */
export const listsOf = (program: RawProgram): RawOp[][] => program.workers.flatMap(({ ops }) => deep(ops));
