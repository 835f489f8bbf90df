// Arguments of actions and steps arrive as JSON; each is checked where it is used.

import { type Action, toActions } from './action.ts';
import { fromHex } from './bytes.ts';

export class Arguments {
  readonly #values: readonly unknown[];

  constructor(values: readonly unknown[]) {
    this.#values = values;
  }

  has(index: number): boolean {
    return index < this.#values.length;
  }

  get(index: number): unknown {
    return this.#values[index];
  }

  text(index: number): string {
    const value = this.get(index);
    if (typeof value !== 'string') throw this.#wrong(index, 'a string');
    return value;
  }

  number(index: number): number {
    const value = this.get(index);
    if (typeof value !== 'number') throw this.#wrong(index, 'a number');
    return value;
  }

  bytes(index: number): Buffer {
    return fromHex(this.text(index));
  }

  list(index: number): readonly unknown[] {
    const value = this.get(index);
    if (!Array.isArray(value)) throw this.#wrong(index, 'a list');
    return value;
  }

  numbers(index: number): Readonly<Record<string, number>> {
    const value = this.get(index);
    if (typeof value !== 'object' || value === null) throw this.#wrong(index, 'an object');
    return value as Record<string, number>;
  }

  actions(index: number): readonly Action[] {
    return toActions(this.get(index), `argument ${index}`);
  }

  #wrong(index: number, wanted: string): Error {
    return new Error(`argument ${index} is not ${wanted}: ${JSON.stringify(this.#values)}`);
  }
}
