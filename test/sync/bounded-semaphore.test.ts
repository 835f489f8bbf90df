import { expect, test } from '@jest/globals';
import { BoundedSemaphore, Semaphore } from 'rxduct';
import { inLoop, spawn, steps, thrownBy } from '../support/virtual.ts';

test('releasing a bounded semaphore more often than it was acquired is a RangeError', () => {
  const semaphore = new BoundedSemaphore();
  expect(thrownBy(() => semaphore.release())).toBeInstanceOf(RangeError);
  expect(semaphore.locked()).toBe(false);
});

test('a semaphore without a bound may be released at any time', () => {
  const semaphore = new Semaphore(0);
  semaphore.release();
  semaphore.release();
  expect(semaphore.locked()).toBe(false);
});

test(
  'a bounded semaphore takes back what was acquired, and no more',
  inLoop(function* () {
    const semaphore = new BoundedSemaphore(2);
    yield* semaphore.acquire();
    yield* semaphore.acquire();
    semaphore.release();
    semaphore.release();
    expect(thrownBy(() => semaphore.release())).toBeInstanceOf(RangeError);
  }),
);

test(
  'a permit that a cancelled task gives back is not one too many',
  inLoop(function* () {
    const semaphore = new BoundedSemaphore(1);
    yield* semaphore.acquire();
    const task = spawn(() => semaphore.use(() => steps())[Symbol.iterator]());
    yield* steps();
    semaphore.release();
    task.cancel();
    yield* steps(2);
    expect([task.cancelled(), semaphore.locked()]).toEqual([true, false]);
    expect(thrownBy(() => semaphore.release())).toBeInstanceOf(RangeError);
  }),
);

test('a bounded semaphore with a negative number of permits is a RangeError', () => {
  expect(() => new BoundedSemaphore(-1)).toThrow(RangeError);
});
