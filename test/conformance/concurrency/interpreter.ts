// Plays one program on rxduct. It runs on a clock of its own, so all of it is synchronous.
import {
  asError,
  type Body,
  type Coroutine,
  coroutine,
  createTask,
  currentTask,
  type EventLoop,
  Future,
  type Handle,
  type Task,
  type TaskGroup,
  type Timeout,
} from 'rxduct';
import { BLOCK_OPS } from './block-ops.ts';
import { MissingName, Names } from './names.ts';
import { type AwaitableSpec, Operands } from './operands.ts';
import { Primitives } from './primitives.ts';
import type { Op, Program } from './program.ts';
import type { Frame, Returned, Scene } from './scene.ts';
import { SYNC_OPS } from './sync-ops.ts';
import { formatError, formatValue } from './values.ts';
import { WAIT_OPS } from './wait-ops.ts';

export class Interpreter implements Scene {
  readonly loop: EventLoop;
  readonly names: Names = new Names();
  readonly primitives: Primitives = new Primitives();
  readonly variables: Map<string, number> = new Map();
  readonly handles: Map<string, Handle> = new Map();
  readonly timeouts: Map<string, Timeout> = new Map();
  readonly groups: Map<string, TaskGroup> = new Map();
  readonly callbacks: Map<string, (future: Future<unknown>) => void> = new Map();
  readonly trace: string[] = [];

  constructor(loop: EventLoop) {
    this.loop = loop;
  }

  /** Makes what the program names and the tasks of its workers; nothing runs yet. */
  begin({ primitives, workers }: Program): void {
    for (const [name, spec] of primitives) {
      if (spec.type === 'Future') this.names.set(name, new Future(this.loop));
      else if (spec.type === 'Var') this.variables.set(name, Number(spec.args[0]));
      else this.primitives.make(name, spec);
    }
    for (const { name, ops } of workers) this.spawn(name, ops);
  }

  /** The last line: whether every task has come to its end. */
  end(): void {
    const pending = this.names.pending();
    this.trace.push(pending.length > 0 ? `DEADLOCK ${pending.join(',')}` : 'END');
  }

  log(who: string, text: string): void {
    this.trace.push(`${this.loop.time()} ${who} ${text}`);
  }

  readonly body: Scene['body'] = coroutine((name: string, ops: readonly Op[]) => this.#runBody(name, ops));

  spawn(name: string, ops: readonly Op[]): void {
    this.names.register(name, createTask(this.body(name, ops), { loop: this.loop }));
  }

  awaitable(spec: AwaitableSpec): Future<unknown> | Coroutine<unknown> {
    return typeof spec === 'string' ? this.names.get(spec) : this.body(...spec);
  }

  runCallback(label: string, ops: readonly Op[]): void {
    for (const op of ops) {
      try {
        if (!this.#perform(label, op)) throw new Error(`${op[0]} is no instruction for a callback`);
      } catch (error) {
        this.#passOver(label, error);
      }
    }
  }

  *runOps(frame: Frame, ops: readonly Op[]): Body<Returned> {
    for (const op of ops) {
      try {
        if (this.#perform(frame.who, op)) continue;
        const returned = yield* this.#wait(frame, op);
        if (returned !== undefined) return returned;
      } catch (error) {
        this.#passOver(frame.who, error);
      }
    }
    return undefined;
  }

  *#runBody(name: string, ops: readonly Op[]): Body<unknown> {
    this.names.register(name, currentTask() as Task<unknown>);
    let returned: Returned;
    try {
      returned = yield* this.runOps({ who: name, handled: null }, ops);
    } catch (error) {
      this.log(name, `raise ${formatError(asError(error))}`);
      throw error;
    }
    const value = returned?.value ?? null;
    this.log(name, `return ${formatValue(value)}`);
    return value;
  }

  /** Performs an instruction that does not wait; false if it is of another kind. */
  #perform(who: string, [opcode, ...values]: Op): boolean {
    const perform = SYNC_OPS.get(opcode);
    if (perform === undefined) return false;
    const line = perform(this, new Operands(values));
    if (line !== undefined) this.log(who, line);
    return true;
  }

  *#wait(frame: Frame, [opcode, ...values]: Op): Body<Returned> {
    const operands = new Operands(values);
    const wait = WAIT_OPS.get(opcode);
    if (wait !== undefined) {
      this.log(frame.who, yield* wait(this, operands));
      return undefined;
    }
    const block = BLOCK_OPS.get(opcode);
    if (block === undefined) throw new Error(`${opcode} is an instruction that this interpreter does not know`);
    return yield* block(this, frame, operands);
  }

  /** Goes on after an instruction whose name means nothing; throws every other error. */
  #passOver(who: string, error: unknown): void {
    if (!(error instanceof MissingName)) throw error;
    this.log(who, `missing ${error.message}`);
  }
}
