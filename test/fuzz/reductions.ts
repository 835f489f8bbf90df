// The programs that are a little smaller than a given one, the greatest cuts first.
import { listsIn, listsOf } from './op-lists.ts';
import type { RawOp, RawProgram } from './raw-program.ts';

const copyOf = (program: RawProgram): RawProgram => ({ ...structuredClone(program), trace: null });

const withoutWorkers = function* (program: RawProgram): Generator<RawProgram> {
  for (let index = 0; index < program.workers.length; index++) {
    const smaller = copyOf(program);
    smaller.workers.splice(index, 1);
    yield smaller;
  }
};

const edited = (program: RawProgram, listIndex: number, edit: (list: RawOp[]) => void): RawProgram => {
  const smaller = copyOf(program);
  edit(listsOf(smaller)[listIndex] as RawOp[]);
  return smaller;
};

/** Runs of instructions are cut out: halves, then quarters, down to single ones. */
const withoutRuns = function* (program: RawProgram): Generator<RawProgram> {
  for (const [index, list] of listsOf(program).entries()) {
    for (let size = list.length; size >= 1; size = Math.floor(size / 2)) {
      for (let start = 0; start < list.length; start += size) {
        yield edited(program, index, (ops) => ops.splice(start, size));
      }
    }
  }
};

/** What an instruction holds takes its place. */
const unwrapped = function* (program: RawProgram): Generator<RawProgram> {
  for (const [index, list] of listsOf(program).entries()) {
    for (const [position, op] of list.entries()) {
      for (const inner of listsIn(op)) yield edited(program, index, (ops) => ops.splice(position, 1, ...inner));
    }
  }
};

/** Handlers, `final` blocks, and members of `gather`, `wait` and `as_completed` are left out. */
const trimmed = function* (program: RawProgram): Generator<RawProgram> {
  for (const [index, list] of listsOf(program).entries()) {
    for (const [position, op] of list.entries()) {
      if (op[0] === 'try' && op.length > 3) yield edited(program, index, (ops) => ops[position]?.pop());
      for (const [place, value] of op.entries()) {
        if (!Array.isArray(value) || (listsIn(op) as unknown[]).includes(value)) continue;
        for (let member = 0; member < value.length; member++) {
          yield edited(program, index, (ops) => ((ops[position] as RawOp)[place] as unknown[]).splice(member, 1));
        }
      }
    }
  }
};

const withoutPrimitives = function* (program: RawProgram): Generator<RawProgram> {
  for (const name of Object.keys(program.primitives)) {
    const smaller = copyOf(program);
    delete smaller.primitives[name];
    yield smaller;
  }
};

export const reductions = function* (program: RawProgram): Generator<RawProgram> {
  yield* withoutWorkers(program);
  yield* withoutRuns(program);
  yield* unwrapped(program);
  yield* trimmed(program);
  yield* withoutPrimitives(program);
};
