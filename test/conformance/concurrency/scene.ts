// What an instruction sees of the program that it stands in.
import type { Body, Coroutine, EventLoop, Future, Handle, TaskGroup, Timeout } from 'rxduct';
import type { Names } from './names.ts';
import type { AwaitableSpec } from './operands.ts';
import type { Primitives } from './primitives.ts';
import type { Op } from './program.ts';

/** The coroutine an instruction runs in. */
export interface Frame {
  /** The task's name, at the head of each of its lines. */
  readonly who: string;
  /** What `reraise` raises: the exception of the innermost handler around it. */
  readonly handled: Error | null;
}

/** A `return` on its way out of the blocks of its coroutine; undefined where a block was left at its end. */
export type Returned = { readonly value: unknown } | undefined;

export interface Scene {
  readonly loop: EventLoop;
  readonly names: Names;
  readonly primitives: Primitives;
  readonly variables: Map<string, number>;
  readonly handles: Map<string, Handle>;
  readonly timeouts: Map<string, Timeout>;
  readonly groups: Map<string, TaskGroup>;
  /** Done-callbacks by future and label, so that the same one can be removed. */
  readonly callbacks: Map<string, (future: Future<unknown>) => void>;
  log(who: string, text: string): void;
  /** A coroutine that registers its name when it starts, and logs how it ends. */
  body(name: string, ops: readonly Op[]): Coroutine<unknown>;
  /** Makes a task of it, under its name from now on. */
  spawn(name: string, ops: readonly Op[]): void;
  /** @throws MissingName */
  awaitable(spec: AwaitableSpec): Future<unknown> | Coroutine<unknown>;
  /** Runs instructions outside of a coroutine; `label` heads their lines. */
  runCallback(label: string, ops: readonly Op[]): void;
  runOps(frame: Frame, ops: readonly Op[]): Body<Returned>;
}
