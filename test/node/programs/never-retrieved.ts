// What the loop is told of when futures that failed are collected. Needs --expose-gc.
import { Future, getEventLoop, Operation } from 'rxduct';

declare const gc: () => void;

const loop = getEventLoop();
loop.setExceptionHandler((_loop, { message, exception }) => console.log(`${message}: ${(exception as Error).message}`));

function fail<F extends Future<void>>(future: F, name: string): F {
  future.setException(new Error(name));
  return future;
}

function makeGarbage(): void {
  fail(new Future<void>(loop), 'nobody looked');
  fail(new Operation<void>(loop, () => {}), 'an operation');
  fail(new Future<void>(loop).markRetrieved(), 'marked before');
  fail(new Future<void>(loop), 'marked after').markRetrieved();
  fail(new Future<void>(loop), 'looked at').exception();
  fail(new Future<void>(loop), 'awaited').then(null, () => {});
  const inCallback = new Future<void>(loop);
  inCallback.addDoneCallback((future) => future.exception());
  fail(inCallback, 'looked at in a callback');
  const told = new Future<void>(loop);
  told.addDoneCallback(() => {});
  fail(told, 'a callback that did not look');
  new Future<void>(loop).cancel();
  new Future<void>(loop).setResult();
}

// A chain of turns, each with a collection: a finalizer runs in a turn of its own after it.
function collect(turns: number): void {
  gc();
  if (turns > 0) setImmediate(collect, turns - 1);
}

makeGarbage();
setImmediate(collect, 20);
