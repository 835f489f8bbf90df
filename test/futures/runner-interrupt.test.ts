import { describe, expect, test } from '@jest/globals';
import { type Awaitable, coroutine, currentTask, Future, Runner, run, sleep, VirtualEventLoop } from 'rxduct';
import { Bench, failureOf, sync } from './bench.ts';

Bench.use();

/** A loop that is interrupted by hand. */
class InterruptedLoop extends VirtualEventLoop {
  readonly listeners = new Set<() => void>();

  override onInterrupt(callback: () => void): () => void {
    this.listeners.add(callback);
    return () => this.listeners.delete(callback);
  }

  interrupt(): void {
    for (const listener of this.listeners) listener();
  }
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );

describe('an interrupt', () => {
  const interrupted = (main: (loop: InterruptedLoop) => Awaitable<unknown>) => {
    const loop = new InterruptedLoop();
    return { loop, end: failure(run(() => main(loop), { loopFactory: () => loop })) };
  };

  test('cancels the main task, wherever it is', async () => {
    const { end } = interrupted((loop) => {
      loop.callLater(100, () => loop.interrupt());
      return coroutine(function* () {
        for (;;) yield* sleep(loop.time() < 100 ? 1 : 0);
      })();
    });
    expect(await end).toMatchObject({ code: 'ERR_CANCELLED' });
  });

  test('cancels what the main task waits for', async () => {
    const future: { inner?: Future<void> } = {};
    const { end } = interrupted((loop) => {
      loop.callLater(100, () => loop.interrupt());
      const inner = new Future<void>();
      future.inner = inner;
      return coroutine(function* () {
        yield* inner;
      })();
    });
    expect(await end).toMatchObject({ code: 'ERR_CANCELLED' });
    expect(future.inner?.cancelled()).toBe(true);
  });

  test('of a task that is being cancelled is one more request', async () => {
    let count: number | undefined;
    const { end } = interrupted((loop) =>
      coroutine(function* () {
        loop.callLater(10, () => {
          main?.cancel();
          loop.interrupt();
          count = main?.cancelling();
        });
        const main = currentTask();
        yield* sleep(10_000);
      })(),
    );
    expect(await end).toMatchObject({ code: 'ERR_CANCELLED' });
    expect(count).toBe(2);
  });

  test('may be caught by the program', async () => {
    const loop = new InterruptedLoop();
    const main = coroutine(function* () {
      loop.callLater(10, () => loop.interrupt());
      yield* failureOf(sleep(10_000));
      return 'saved';
    });
    expect(await run(main(), { loopFactory: () => loop })).toBe('saved');
  });

  test('is listened to only while a program runs', async () => {
    const loop = new InterruptedLoop();
    const runner = new Runner({ loopFactory: () => loop });
    expect(await runner.run(() => sync(() => loop.listeners.size))).toBe(1);
    expect(loop.listeners.size).toBe(0);
    await failure(
      runner.run(() =>
        sync(() => {
          throw new RangeError();
        }),
      ),
    );
    expect(loop.listeners.size).toBe(0);
    await runner.close();
  });
});
