import { describe, expect, test } from '@jest/globals';
import { Barrier, BoundedSemaphore, CancelledError, Condition, createTask, Lock, Semaphore, sleep } from 'rxduct';
import { failureOf, inLoop, inLoopAsync, spawn, steps, thrownBy } from '../support/virtual.ts';

const HOLDERS = [
  ['Lock', () => new Lock()],
  ['Condition', () => new Condition()],
  ['Semaphore', () => new Semaphore()],
  ['BoundedSemaphore', () => new BoundedSemaphore()],
] as const;

describe.each(HOLDERS)('%s.use', (_name, make) => {
  test(
    'holds it during the block, and gives what the block returns',
    inLoop(function* () {
      const holder = make();
      expect(holder.locked()).toBe(false);
      const result = yield* holder.use(function* () {
        yield* steps();
        return holder.locked();
      });
      expect([result, holder.locked()]).toEqual([true, false]);
    }),
  );

  test(
    'takes a coroutine for a block',
    inLoop(function* () {
      expect(yield* make().use(() => sleep(1, 'slept'))).toBe('slept');
    }),
  );

  test(
    'releases it when the block throws, also before its first step',
    inLoop(function* () {
      const holder = make();
      const oops = new Error('oops');
      const inside = holder.use(function* () {
        yield* steps();
        throw oops;
      });
      expect(yield* failureOf(inside)).toBe(oops);
      const before = holder.use(() => {
        throw oops;
      });
      expect(yield* failureOf(before)).toBe(oops);
      expect(holder.locked()).toBe(false);
    }),
  );

  test(
    'releases it when the block is cancelled, after its clean-up',
    inLoop(function* () {
      const holder = make();
      const states: boolean[] = [];
      const task = createTask(
        holder.use(function* () {
          try {
            yield* sleep(1000);
          } finally {
            yield* steps();
            states.push(holder.locked());
          }
        }),
      );
      yield* steps(2);
      task.cancel();
      expect(yield* failureOf(task)).toBeInstanceOf(CancelledError);
      expect([...states, holder.locked()]).toEqual([true, false]);
    }),
  );

  test(
    'releases nothing when it is cancelled while it waits to begin',
    inLoop(function* () {
      const holder = make();
      yield* holder.acquire();
      let began = false;
      const task = spawn(function* () {
        yield* holder.use(function* () {
          began = true;
          yield* steps();
        });
      });
      yield* steps();
      task.cancel();
      expect(yield* failureOf(task)).toBeInstanceOf(CancelledError);
      expect([began, holder.locked()]).toEqual([false, true]);
    }),
  );
});

describe.each([
  ['Lock', () => new Lock()],
  ['Semaphore', () => new Semaphore()],
] as const)('%s.hold', (_name, make) => {
  test(
    'holds it to the end of the block in an async function',
    inLoopAsync(async () => {
      const holder = make();
      {
        await using _held = await holder.hold();
        expect(holder.locked()).toBe(true);
      }
      expect(holder.locked()).toBe(false);
    }),
  );

  test(
    'releases it when the block throws',
    inLoopAsync(async () => {
      const holder = make();
      const oops = new Error('oops');
      const failing = async () => {
        await using _held = await holder.hold();
        throw oops;
      };
      await expect(failing()).rejects.toBe(oops);
      expect(holder.locked()).toBe(false);
    }),
  );

  test(
    'waits until it is free, first come, first served',
    inLoopAsync(async () => {
      const holder = make();
      const order: string[] = [];
      const block = async (name: string) => {
        await using _held = await holder.hold();
        order.push(`${name} in`);
        await sleep(10);
        order.push(`${name} out`);
      };
      await Promise.all([block('a'), block('b'), block('c')]);
      expect(order).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
    }),
  );
});

describe.each([...HOLDERS, ['Barrier', () => new Barrier(1)] as const])('a %s itself', (_name, make) => {
  test('cannot be waited for', () => {
    const wait = function* () {
      // @ts-expect-error: it does not compile either.
      yield* make();
    };
    expect(thrownBy(() => wait().next())).toBeInstanceOf(TypeError);
  });
});
