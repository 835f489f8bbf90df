import { CancelledError, UsageError } from '../errors.ts';
import { getEventLoop, newEventLoop, setEventLoop } from '../loop/current-loop.ts';
import type { EventLoop } from '../loop/event-loop.ts';
import { getRunning } from '../loop/running-loop.ts';
import { Coroutine } from './coroutine.ts';
import { createTask } from './create-task.ts';
import { type Awaitable, ensureFuture } from './ensure-future.ts';
import type { Future } from './future.ts';
import { gather } from './gather.ts';
import { allTasks } from './tasks.ts';

/** How a program is run. */
export interface RunOptions {
  /** Makes the loop. @default newEventLoop */
  readonly loopFactory?: (() => EventLoop) | undefined;
  /** @default the loop's own setting */
  readonly debug?: boolean | undefined;
}

/** What can be run: a coroutine, anything that can be waited for, or a function that is called once the loop is there. */
export type Main<T> = Awaitable<T> | (() => Awaitable<T>);

/**
 * Runs a program on a loop of its own: the main task, then the end of all others, then the loop is closed.
 *
 * Returns a promise, as a thread of Node cannot be blocked. Ctrl-C once cancels the main task, twice ends the process. Follows
 * `asyncio.run`.
 *
 * ```ts
 * const answer = await run(main());
 * const same = await run(main(), { loopFactory: () => new VirtualEventLoop() });   // in no time
 * ```
 *
 * @throws UsageError inside of a callback of a loop.
 */
export async function run<T>(main: Main<T>, options: RunOptions = {}): Promise<T> {
  const runner = new Runner(options);
  try {
    return await runner.run(main);
  } finally {
    await runner.close();
  }
}

/** The same for several programs, one after the other, on one loop. Follows `asyncio.Runner`. */
export class Runner implements AsyncDisposable {
  readonly #options: RunOptions;
  #loop: EventLoop | null = null;
  #outer: EventLoop | null = null;
  #closed = false;

  constructor(options: RunOptions = {}) {
    this.#options = options;
  }

  /** The loop, made by the first call. @throws UsageError once the runner is closed. */
  getLoop(): EventLoop {
    if (this.#closed) throw new UsageError('the runner is closed; make a new one');
    if (this.#loop === null) {
      this.#loop = (this.#options.loopFactory ?? newEventLoop)();
      if (this.#options.debug !== undefined) this.#loop.setDebug(this.#options.debug);
    }
    return this.#loop;
  }

  /** Runs until `main` is done. @throws UsageError inside of a callback of a loop, or once the runner is closed. */
  async run<T>(main: Main<T>): Promise<T> {
    if (getRunning() !== null)
      throw new UsageError('run: an event loop is running already; await the coroutine instead');
    const loop = this.getLoop();
    this.#enter(loop);
    const task = this.#start(main, loop);
    let interrupted = false;
    const stopListening = loop.onInterrupt(() => {
      if (interrupted) process.exit(130);
      interrupted = true;
      task.cancel('interrupted');
    });
    try {
      await loop.runUntilFinished((callback) => task.addDoneCallback(callback));
    } finally {
      stopListening();
    }
    return task.result();
  }

  /** Cancels what is left, reports what failed meanwhile, and closes the loop. Idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const loop = this.#loop;
    if (loop === null) return;
    try {
      await cancelAll(loop);
    } finally {
      if (getEventLoop() === loop) setEventLoop(this.#outer);
      loop.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #enter(loop: EventLoop): void {
    const current = getEventLoop();
    if (current !== loop) this.#outer = current;
    setEventLoop(loop);
  }

  #start<T>(main: Main<T>, loop: EventLoop): Future<T> {
    const awaitable = typeof main === 'function' ? main() : main;
    return awaitable instanceof Coroutine ? createTask(awaitable, { loop }) : ensureFuture(awaitable, loop);
  }
}

async function cancelAll(loop: EventLoop): Promise<void> {
  const tasks = [...allTasks(loop)];
  if (tasks.length === 0) return;
  for (const task of tasks) task.cancel();
  const ended = gather(tasks, { returnExceptions: true });
  await loop.runUntilFinished((callback) => ended.addDoneCallback(callback));
  for (const task of tasks) {
    if (task.cancelled()) continue;
    const exception = task.exception();
    if (exception === null || exception instanceof CancelledError) continue;
    loop.callExceptionHandler({ message: 'unhandled exception during run() shutdown', exception, task });
  }
}
