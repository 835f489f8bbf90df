// One recorded program, checked as far as the interpreter does not check it by itself.
import { type Action, toActions } from '../action.ts';

/** One instruction: `["sleep", 10]`. */
export type Op = Action;

export interface PrimitiveSpec {
  readonly type: string;
  readonly args: readonly unknown[];
}

export interface WorkerSpec {
  readonly name: string;
  readonly ops: readonly Op[];
}

export interface Program {
  readonly name: string;
  readonly doc: string;
  /** In the order in which they are made. */
  readonly primitives: readonly (readonly [name: string, spec: PrimitiveSpec])[];
  readonly workers: readonly WorkerSpec[];
  readonly trace: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

const toObject = (value: unknown, where: string): Json => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${where} is not an object`);
  return value as Json;
};

const toText = (value: unknown, where: string): string => {
  if (typeof value !== 'string') throw new Error(`${where} is not a string`);
  return value;
};

const toList = (value: unknown, where: string): readonly unknown[] => {
  if (!Array.isArray(value)) throw new Error(`${where} is not a list`);
  return value;
};

/** Whether an entry of a corpus is a program, and not a scenario of transports. */
export const isProgram = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'workers' in value && !('transport' in value);

export const toProgram = (value: unknown, position: number): Program => {
  const raw = toObject(value, `entry ${position}`);
  const name = toText(raw['name'], `entry ${position}: its name`);
  const primitives = Object.entries(toObject(raw['primitives'] ?? {}, `${name}.primitives`));
  return {
    name,
    doc: typeof raw['doc'] === 'string' ? raw['doc'] : '',
    primitives: primitives.map(([label, spec]) => {
      const { type, args } = toObject(spec, `${name}.primitives.${label}`);
      const where = `${name}.primitives.${label}`;
      return [label, { type: toText(type, `${where}.type`), args: toList(args ?? [], `${where}.args`) }];
    }),
    workers: toList(raw['workers'], `${name}.workers`).map((worker, index) => {
      const { name: label, ops } = toObject(worker, `${name}.workers[${index}]`);
      const where = `${name}.workers[${index}]`;
      return { name: toText(label, `${where}.name`), ops: toActions(ops, `${where}.ops`) };
    }),
    trace: toList(raw['trace'], `${name}.trace`).map((line) => toText(line, `a line of ${name}.trace`)),
  };
};
