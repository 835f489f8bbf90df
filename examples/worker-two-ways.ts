/**
 * The same worker twice: as a coroutine, which is a generator function, and as a plain `async` function.
 *
 *     npm run example examples/worker-two-ways.ts
 *
 * Both are tasks, and both are ended by `task.cancel()`. A coroutine is thrown a CancelledError where it waits. An `async` function
 * cannot be interrupted from outside, so it is told through an AbortSignal, and passes that on to whatever it waits for.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Coroutine, coroutine, createTask, gather, isCancelled, run, sleep, type Task } from 'rxduct';

export type Log = (message: string) => void;

const PERIOD = 100;

const coroutineWorker = coroutine(function* (log: Log) {
  try {
    for (let round = 1; ; round++) {
      yield* sleep(PERIOD);
      log(`the coroutine has done round ${round}`);
    }
  } finally {
    // A clean-up may wait, too.
    yield* sleep(10);
    log('the coroutine has cleaned up');
  }
});

async function asyncWorker(log: Log, signal: AbortSignal): Promise<never> {
  try {
    for (let round = 1; ; round++) {
      await pause(PERIOD, undefined, { signal });
      log(`the async function has done round ${round}`);
    }
  } finally {
    await pause(10);
    log('the async function has cleaned up');
  }
}

const end = coroutine(function* (name: string, task: Task<unknown>, log: Log) {
  task.cancel('that will do');
  try {
    yield* task;
  } catch (error) {
    // The AbortError of the platform has become a CancelledError again.
    if (!isCancelled(error)) throw error;
    log(`${name} was cancelled: ${error.message}`);
  }
});

export const main: (log: Log) => Coroutine<void> = coroutine(function* (log: Log) {
  const first = createTask(coroutineWorker(log));
  const second = createTask((signal) => asyncWorker(log, signal));
  yield* sleep(3.5 * PERIOD);
  yield* gather([end('the coroutine', first, log), end('the async function', second, log)]);
});

if (require.main === module) void run(main(console.log));
