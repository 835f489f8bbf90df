import { toActions } from '../action.ts';
import { Arguments } from '../arguments.ts';
import type { Op } from './program.ts';

/** What a program waits for: the name of a task or future, or a coroutine made on the spot. */
export type AwaitableSpec = string | readonly [name: string, ops: readonly Op[]];

/** The operands of one instruction; each is checked where it is used. */
export class Operands extends Arguments {
  ops(index: number): readonly Op[] {
    return this.actions(index);
  }

  /** None becomes null. */
  numberOrNull(index: number): number | null {
    return this.get(index) === null ? null : this.number(index);
  }

  /** Undefined if it was left out. */
  optionalText(index: number): string | undefined {
    return this.has(index) ? this.text(index) : undefined;
  }

  texts(index: number): readonly string[] {
    return this.list(index).map(String);
  }

  awaitable(index: number): AwaitableSpec {
    return toAwaitable(this.get(index));
  }

  awaitables(index: number): readonly AwaitableSpec[] {
    return this.list(index).map(toAwaitable);
  }
}

const toAwaitable = (value: unknown): AwaitableSpec => {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && typeof value[0] === 'string') return [value[0], toActions(value[1], value[0])];
  throw new Error(`neither a name nor [name, ops]: ${JSON.stringify(value)}`);
};
