// Runs the Promises/A+ suite against the thenable named on the command line, in a process of its own: the suite brings mocha along.
import promisesAplusTests from 'promises-aplus-tests';
import { coroutine, createTask, Future } from 'rxduct';

interface Deferred {
  promise: PromiseLike<unknown>;
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

function deferredFuture(): Deferred {
  const future = new Future<unknown>();
  return {
    promise: future,
    resolve: (value) => !future.done() && future.setResult(value),
    reject: (reason) => !future.done() && future.setException(reason),
  };
}

/** A task that waits for a future, and so ends as it does. */
function deferredTask(): Deferred {
  const { promise, resolve, reject } = deferredFuture();
  const wait = coroutine(function* (future: Future<unknown>) {
    return yield* future;
  });
  return { promise: createTask(wait(promise as Future<unknown>)), resolve, reject };
}

const deferred = process.argv[2] === 'Task' ? deferredTask : deferredFuture;

promisesAplusTests({ deferred }, { reporter: 'dot' }, (error) => {
  process.exit(error === null ? 0 : 1);
});
