import { describe, expect, test } from '@jest/globals';
import {
  type Awaitable,
  coroutine,
  createTask,
  Future,
  getEventLoop,
  getRunningLoop,
  type Main,
  Runner,
  run,
  sleep,
  type Task,
  UsageError,
  VirtualEventLoop,
} from 'rxduct';
import { Bench, failureOf, kindOf, sync } from './bench.ts';

const bench = Bench.use();

const usage = ['UsageError', 'ERR_USAGE'];

const loopFactory = () => new VirtualEventLoop();

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );

describe('run', () => {
  test('gives what the main coroutine returns', async () => {
    expect(await run(sleep(1_000_000, 42), { loopFactory })).toBe(42);
  });

  test('throws what the main coroutine throws', async () => {
    const exception = new RangeError('spam');
    const main = coroutine(function* () {
      yield* sleep(0);
      throw exception;
    });
    expect(await failure(run(main(), { loopFactory }))).toBe(exception);
  });

  test.each<[what: string, main: Main<unknown>]>([
    ['a function that makes a coroutine', () => sleep(1, 'ok')],
    ['a promise', Promise.resolve('ok')],
    ['an async function', async () => 'ok'],
    [
      'a function that makes a future',
      () => {
        const future = new Future<string>();
        future.setResult('ok');
        return future;
      },
    ],
  ])('takes %s', async (_what, main) => {
    expect(await run(main, { loopFactory })).toBe('ok');
  });

  test.each([[1], [() => null], ['text'], [undefined]])('refuses what cannot be waited for: %p', async (main) => {
    expect(await failure(run(main as unknown as Awaitable<void>, { loopFactory }))).toBeInstanceOf(TypeError);
  });

  test('refuses a future of another loop', async () => {
    expect(await failure(run(new Future<void>(), { loopFactory }))).toBeInstanceOf(RangeError);
  });

  test.each([[true], [false]])('sets the debug mode of the loop (%p)', async (debug) => {
    const main = () => sync(() => getRunningLoop().getDebug());
    expect(await run(main, { loopFactory, debug })).toBe(debug);
    expect(await run(main, { loopFactory: () => new VirtualEventLoop({ debug }) })).toBe(debug);
  });

  test('makes its loop the current one, and gives the old one back', async () => {
    const made: VirtualEventLoop[] = [];
    const factory = () => {
      made.push(new VirtualEventLoop());
      return made[0] as VirtualEventLoop;
    };
    const same = await run(() => sync(() => getEventLoop() === made[0]), { loopFactory: factory });
    expect([same, made.length, made[0]?.isClosed(), getEventLoop() === bench.loop]).toEqual([true, 1, true, true]);
  });

  test('cancels the tasks that are left', async () => {
    const order: string[] = [];
    const leftovers: Task<unknown>[] = [];
    const leftover = coroutine(function* () {
      yield* failureOf(sleep(100_000));
      yield* sleep(10);
      order.push('cleaned up');
    });
    const main = () =>
      sync(() => {
        leftovers.push(createTask(leftover()), createTask(sleep(1)));
        return 123;
      });
    expect(await run(main, { loopFactory })).toBe(123);
    expect([order, leftovers.map((task) => task.cancelled())]).toEqual([['cleaned up'], [false, true]]);
  });

  test('cancels the tasks that are left also when the main coroutine fails', async () => {
    const leftovers: Task<unknown>[] = [];
    const exception = new RangeError('main');
    const main = () =>
      sync(() => {
        leftovers.push(createTask(sleep(1)));
        throw exception;
      });
    expect(await failure(run(main, { loopFactory }))).toBe(exception);
    expect(leftovers[0]?.cancelled()).toBe(true);
  });

  test('reports what the tasks fail with that are left', async () => {
    const reports: unknown[] = [];
    const leftovers: Task<unknown>[] = [];
    const exception = new RangeError('in the clean-up');
    const leftover = coroutine(function* () {
      yield* failureOf(sleep(100));
      throw exception;
    });
    const main = coroutine(function* () {
      const loop = getRunningLoop();
      loop.setExceptionHandler((_loop, context) =>
        reports.push(context.exception, context.message, (context as { task?: unknown }).task === leftovers[0]),
      );
      leftovers.push(createTask(leftover()));
      return yield* sleep(1, 123);
    });
    expect(await run(main(), { loopFactory })).toBe(123);
    expect(reports).toEqual([exception, expect.stringContaining('shutdown'), true]);
  });

  test('names what is stuck for ever on a virtual loop', async () => {
    const main = () => sync(() => new Future<void>());
    const waits = coroutine(function* () {
      yield* yield* main();
    });
    expect(kindOf(await failure(run(waits(), { loopFactory })))).toEqual(usage);
  });

  test('lets native promises settle on a virtual loop', async () => {
    const main = async () => {
      for (let i = 0; i < 50; i++) await null;
      await new Promise((resolve) => setImmediate(resolve));
      return 'settled';
    };
    expect(await run(main, { loopFactory })).toBe('settled');
  });
});

describe('a runner', () => {
  test('runs several programs on one loop', async () => {
    const runner = new Runner({ loopFactory });
    const main = () => sync(() => getRunningLoop());
    const [first, second] = [await runner.run(main), await runner.run(main)];
    expect([first === second, first === runner.getLoop(), first.isClosed()]).toEqual([true, true, false]);
    await runner.close();
    expect(first.isClosed()).toBe(true);
  });

  test('keeps the time of its loop, and tasks that go on, between programs', async () => {
    const runner = new Runner({ loopFactory });
    const order: string[] = [];
    const background = coroutine(function* () {
      yield* sleep(50);
      order.push('background');
    });
    await runner.run(() => sync(() => void createTask(background())));
    await runner.run(() => sleep(100));
    expect([order, runner.getLoop().time()]).toEqual([['background'], 100]);
    await runner.close();
  });

  test('makes its loop once, at the first call', async () => {
    let made = 0;
    const runner = new Runner({
      loopFactory: () => {
        made++;
        return new VirtualEventLoop();
      },
    });
    expect(made).toBe(0);
    const loop = runner.getLoop();
    await runner.run(() => sleep(0));
    await runner.run(() => sleep(0));
    expect([made, runner.getLoop() === loop]).toEqual([1, true]);
    await runner.close();
  });

  test.each([[true], [false]])('sets the debug mode of its loop (%p)', async (debug) => {
    const runner = new Runner({ loopFactory, debug });
    expect(runner.getLoop().getDebug()).toBe(debug);
    await runner.close();
  });

  test('that is closed has neither a loop nor programs', async () => {
    const runner = new Runner({ loopFactory });
    const loop = runner.getLoop();
    await runner.close();
    expect(() => runner.getLoop()).toThrow(UsageError);
    expect(kindOf(await failure(runner.run(() => sleep(0))))).toEqual(usage);
    expect(loop.isClosed()).toBe(true);
  });

  test('can be closed twice, and without ever having run', async () => {
    const runner = new Runner({ loopFactory });
    await runner.close();
    await runner.close();
    expect(() => runner.getLoop()).toThrow(UsageError);
  });

  test('is closed by await using', async () => {
    let loop: VirtualEventLoop | undefined;
    {
      await using runner = new Runner({ loopFactory });
      await runner.run(() => sleep(0));
      loop = runner.getLoop() as VirtualEventLoop;
      expect(loop.isClosed()).toBe(false);
    }
    expect(loop.isClosed()).toBe(true);
  });

  test('cannot run inside of itself', async () => {
    const runner = new Runner({ loopFactory });
    const refusals: Promise<unknown>[] = [];
    await runner.run(() => sync(() => void refusals.push(failure(runner.run(() => sleep(0))))));
    expect(kindOf(await refusals[0])).toEqual(usage);
    await runner.close();
  });
});
