import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/**
 * A process that answers each JSON line on its stdin with one JSON line on its stdout; its first line says that it is
 * ready. It ends when its stdin does, so none outlives the parent, however the parent ends.
 */
export class Child {
  readonly name: string;
  readonly pid: number;
  readonly #process: ChildProcess;
  readonly #waiting: Waiting[] = [];
  readonly #ready: Promise<unknown>;
  readonly #exited: Promise<void>;
  #failure: Error | null = null;

  constructor(name: string, command: readonly string[], cpu?: number) {
    this.name = name;
    const [file = '', ...args] = [...pinTo(cpu), ...command];
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#process = child;
    this.pid = child.pid ?? -1;
    child.stdin.on('error', () => {}); // a child that died is reported by its exit
    child.on('error', (error) => this.#fail(error));
    this.#ready = this.#next('start', 30_000);
    this.#ready.catch(() => {}); // whoever awaits it is told
    createInterface({ input: child.stdout }).on('line', (line) => this.#waiting.shift()?.resolve(JSON.parse(line)));
    this.#exited = new Promise((resolve) => {
      child.on('exit', (code, signal) => {
        this.#fail(new Error(`${name} ended (${signal ?? `exit code ${code}`})`));
        resolve();
      });
    });
  }

  /** The line a child prints when it is ready. */
  ready<Answer>(): Promise<Answer> {
    return this.#ready as Promise<Answer>;
  }

  /** Both ends of the conversation live in this folder, so `Answer` is trusted. */
  ask<Answer>(request: { readonly do: string; readonly [key: string]: unknown }, patience = 60_000): Promise<Answer> {
    const answer = this.#next<Answer>(request.do, patience);
    this.#process.stdin?.write(`${JSON.stringify(request)}\n`);
    return answer;
  }

  async stop(): Promise<void> {
    this.#process.stdin?.end();
    const last = setTimeout(() => this.#process.kill('SIGKILL'), 2_000);
    await this.#exited;
    clearTimeout(last);
  }

  #next<Answer>(what: string, patience: number): Promise<Answer> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const late = () => this.#fail(new Error(`${this.name} did not answer "${what}" within ${patience / 1000} s`));
      const timer = setTimeout(late, patience);
      this.#waiting.push({
        resolve: (answer) => {
          clearTimeout(timer);
          const failed = answer as { readonly error?: string };
          if (failed.error === undefined) resolve(answer as Answer);
          else reject(new Error(`${this.name}: ${failed.error}`));
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
    });
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}

/** The command that runs a TypeScript file of this folder as this process runs: from source, through ts-node and swc. */
export function nodeCommand(file: string, args: readonly string[], flags: readonly string[] = []): string[] {
  return [process.execPath, ...flags, '-C', 'rxduct-source', '-r', 'ts-node/register', file, ...args];
}

/** Server and load on a core of their own: else the scheduler's moves are part of every number. */
export const canPin: boolean =
  availableParallelism() >= 2 && [0, 1].every((cpu) => spawnSync('taskset', ['-c', `${cpu}`, 'true']).status === 0);

function pinTo(cpu: number | undefined): string[] {
  return cpu !== undefined && canPin ? ['taskset', '-c', `${cpu}`] : [];
}
