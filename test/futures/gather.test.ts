import { describe, expect, test } from '@jest/globals';
import { CancelledError, coroutine, createTask, Future, gather, sleep, VirtualEventLoop } from 'rxduct';
import { Bench, failureOf, isCancelledWith, outcomeOf, sync, thrown } from './bench.ts';

const bench = Bench.use();

const futures = (count: number): Future<number>[] => Array.from({ length: count }, () => new Future<number>());

type Some = [Future<number>, Future<number>, Future<number>, Future<number>, Future<number>];

describe('gather', () => {
  test.each([[false], [true]])('gives the results in the order of the arguments (returnExceptions: %p)', (flag) => {
    const [a, b, c] = futures(3) as Some;
    const all = flag ? gather([a, b, c], { returnExceptions: true }) : gather([a, b, c]);
    b.setResult(1);
    a.setResult(2);
    bench.settle();
    expect(all.done()).toBe(false);
    c.setResult(3);
    bench.settle();
    expect(outcomeOf(all)).toEqual(['result', [2, 1, 3]]);
  });

  test('of nothing is done at once, on the current loop', () => {
    const nothing = gather([]);
    expect([nothing.done(), nothing.result(), nothing.getLoop() === bench.loop]).toEqual([true, [], true]);
    const seen = bench.main(function* () {
      return (yield* sync(() => gather([]).getLoop())) === bench.loop;
    });
    expect(seen).toBe(true);
  });

  test('of what is done already is done at once', () => {
    const [a, b] = futures(2) as Some;
    a.setResult(1);
    b.setResult(2);
    expect(gather([a, b]).result()).toEqual([1, 2]);
  });

  test('of what has failed already is failed at once', () => {
    const exception = new RangeError('oops');
    const [a, b] = futures(2) as Some;
    b.setException(exception);
    expect(gather([a, b]).exception()).toBe(exception);
  });

  test('takes coroutines, promises and futures together', async () => {
    const future = new Future<number>();
    const all = gather([sync(() => 1), Promise.resolve('two'), future]);
    bench.settle();
    future.setResult(3);
    await null;
    bench.settle();
    expect(all.result()).toEqual([1, 'two', 3]);
  });

  test('runs coroutines on the current loop, also outside of callbacks', () => {
    const all = gather([sync(() => 'a'), sync(() => 'b')]);
    expect(all.getLoop() === bench.loop).toBe(true);
    bench.finish();
    expect(all.result()).toEqual(['a', 'b']);
  });

  test('runs coroutines on the loop that is running', () => {
    const [same, results] = bench.main(function* () {
      const all = gather([sync(() => 'a'), sync(() => 'b')]);
      return [all.getLoop() === bench.loop, yield* all];
    });
    expect([same, results]).toEqual([true, ['a', 'b']]);
  });

  test('belongs to the loop of its futures, which need not be the current one', () => {
    const other = new VirtualEventLoop();
    const all = gather([new Future<number>(other), new Future<number>(other)]);
    expect(all.getLoop() === other).toBe(true);
  });

  test('takes no futures of two loops', () => {
    const [here, there] = [new Future<void>(), new Future<void>(new VirtualEventLoop())];
    expect(() => gather([here, there])).toThrow(RangeError);
  });

  test('waits once for what is given twice', () => {
    let runs = 0;
    const call = sync(() => ++runs);
    const other = sync(() => 'other');
    const all = gather([call, other, call, other, call]);
    bench.finish();
    expect(all.result()).toEqual([1, 'other', 1, 'other', 1]);
  });

  test('runs its coroutines at the same time', () => {
    const all = gather([sleep(30, 'a'), sleep(10, 'b'), sleep(20, 'c')]);
    bench.finish();
    expect([all.result(), bench.loop.time()]).toEqual([['a', 'b', 'c'], 30]);
  });

  test('outlives a caller who does not wait for it', () => {
    const order: string[] = [];
    createTask(
      sync(() => {
        gather([
          coroutine(function* () {
            yield* sleep(10);
            order.push('ran');
          })(),
        ]);
      }),
    );
    bench.finish();
    expect(order).toEqual(['ran']);
  });
});

describe('a failure inside of gather', () => {
  test('is that of the whole, and the others run on', () => {
    const exception = new RangeError('oops');
    const [a, b, c, d, e] = futures(5) as Some;
    const all = gather([a, b, c, d, e]);
    a.setResult(1);
    b.setException(exception);
    bench.settle();
    expect(all.exception()).toBe(exception);
    // None of these is anybody's business any more: nothing is reported.
    c.setResult(3);
    d.cancel();
    e.setException(new Error());
    bench.settle();
    expect([c, d, e].map((child) => child.cancelled())).toEqual([false, true, false]);
  });

  test('is one of the results with returnExceptions', () => {
    const [first, second] = [new RangeError('first'), new RangeError('second')];
    const [a, b, c, d] = futures(4) as Some;
    const all = gather([a, b, c, d], { returnExceptions: true });
    a.setResult(1);
    b.setException(first);
    bench.settle();
    expect(all.done()).toBe(false);
    c.setException(second);
    d.setResult(4);
    bench.settle();
    const results = all.result();
    expect([results[0], results[1] === first, results[2] === second, results[3]]).toEqual([1, true, true, 4]);
  });

  test('that comes first is told, whatever the order of the arguments', () => {
    const fail = coroutine(function* (delay: number) {
      yield* sleep(delay);
      throw new RangeError(`after ${delay}`);
    });
    const all = gather([fail(30), fail(10), fail(20)]);
    bench.finish();
    expect(all.exception()).toEqual(new RangeError('after 10'));
  });

  test('is given to whoever waits for the gathering', () => {
    const exception = new RangeError('oops');
    const inner = gather([
      sync(() => {
        throw exception;
      }),
    ]);
    expect(bench.main(() => failureOf(inner))).toBe(exception);
  });
});

describe('a cancelled child of gather', () => {
  test('is a CancelledError of the whole, which is failed and not cancelled', () => {
    const [a, b, c] = futures(3) as Some;
    const all = gather([a, b, c]);
    a.setResult(1);
    b.cancel('child');
    bench.settle();
    expect([all.done(), all.cancelled(), c.done()]).toEqual([true, false, false]);
    expect(isCancelledWith(all.exception(), 'child')).toBe(true);
    // What comes afterwards changes nothing.
    c.setException(new Error());
    bench.settle();
  });

  test('is a result with returnExceptions', () => {
    const exception = new RangeError('oops');
    const [a, b, c, d] = futures(4) as Some;
    const all = gather([a, b, c, d], { returnExceptions: true });
    a.setResult(1);
    b.cancel('child');
    c.setResult(3);
    d.setException(exception);
    bench.settle();
    const [first, second, third, fourth] = all.result();
    expect([first, isCancelledWith(second, 'child'), third, fourth === exception]).toEqual([1, true, 3, true]);
  });
});

describe('cancelling a gathering', () => {
  test('cancels all children that are left', () => {
    const [a, b, c] = futures(3) as Some;
    const all = gather([a, b, c]);
    a.setResult(1);
    bench.settle();
    expect([all.cancel('enough'), b.cancelled(), c.cancelled(), all.done()]).toEqual([true, true, true, false]);
    bench.settle();
    expect([all.cancelled(), isCancelledWith(all.exception(), 'enough')]).toEqual([false, true]);
  });

  test('is what cancelling the task that waits for it does', () => {
    const order: string[] = [];
    const blocker = new Future<void>();
    const inner = coroutine(function* () {
      yield* blocker;
      order.push('not reached');
    });
    const [child1, child2] = [createTask(inner()), createTask(inner())];
    let gathering: Future<unknown> | null = null;
    const outer = bench.start(function* () {
      gathering = gather([child1, child2, blocker]);
      yield* gathering as Future<unknown>;
    });
    bench.settle();
    outer.cancel();
    bench.finish();
    expect([outer, blocker, child1, child2].map((future) => future.cancelled())).toEqual([true, true, true, true]);
    expect(order).toEqual([]);
  });

  test('is refused once all children are done, although it is not done itself', () => {
    const future = new Future<number>();
    const all = gather([future]);
    const answers: boolean[] = [];
    future.setResult(42);
    answers.push(all.cancel());
    bench.settle();
    expect([answers, outcomeOf(all)]).toEqual([[false], ['result', [42]]]);
  });

  test('is refused inside of a callback of the last child', () => {
    const future = new Future<number>();
    const child = bench.start(function* () {
      return yield* future;
    });
    const all = gather([child]);
    const task = bench.start(function* () {
      return yield* all;
    });
    bench.settle();
    const answers: boolean[] = [];
    child.addDoneCallback(() => answers.push(all.cancel()));
    future.setResult(42);
    bench.finish();
    expect([answers, outcomeOf(task)]).toEqual([[false], ['result', [42]]]);
  });

  test('is refused once it has failed', () => {
    const [a, b] = futures(2) as Some;
    const all = gather([a, b]);
    a.setException(new RangeError());
    bench.settle();
    expect([all.cancel(), b.cancelled(), all.exception()]).toEqual([false, false, new RangeError()]);
  });

  test.each([[undefined], ['my message']])('with returnExceptions is still an error (message: %p)', (message) => {
    const forever = bench.start(function* () {
      for (;;) yield* gather([sleep(50)], { returnExceptions: true });
    });
    bench.advance(200);
    forever.cancel(message);
    bench.finish();
    expect(outcomeOf(forever)).toEqual(['cancelled', message ?? '']);
  });

  test('with returnExceptions is an error even if the children swallow it', () => {
    const all = gather([createTask(coroutine(() => failureOf(sleep(10)))())], { returnExceptions: true });
    bench.settle();
    expect(all.cancel('lost with the child')).toBe(true);
    bench.finish();
    expect(isCancelledWith(all.exception(), '')).toBe(true);
  });

  test('leaves a gathering of gatherings with a CancelledError', () => {
    const [a, b] = futures(2) as Some;
    const all = gather([gather([a]), gather([b])]);
    expect(all.cancel()).toBe(true);
    bench.settle();
    expect([a.cancelled(), b.cancelled()]).toEqual([true, true]);
    expect(thrown(() => all.result())).toBeInstanceOf(CancelledError);
  });
});
