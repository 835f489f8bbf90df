import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { from, lastValueFrom, of, range, Subject, take, toArray } from 'rxjs';
import { mapAsync } from '../../src/flow/map-async.ts';
import { Deferreds, settled } from '../support/deferreds.ts';

/** Collects what comes out. */
function collect<R>() {
  const seen: (R | string)[] = [];
  const observer = {
    next: (value: R) => void seen.push(value),
    error: (error: Error) => void seen.push(`error: ${error.message}`),
    complete: () => void seen.push('complete'),
  };
  return { seen, observer };
}

test('values are handled one at a time, and the results come in their order', async () => {
  const calls = new Deferreds<string>();
  const source = new Subject<number>();
  const { seen, observer } = collect<string>();
  source.pipe(mapAsync((value, index) => calls.start(`${value}/${index}`))).subscribe(observer);
  source.next(10);
  source.next(11);
  expect(calls.started).toEqual(['10/0']);
  await calls.resolve('10/0', 'a');
  expect([calls.started, seen]).toEqual([['10/0', '11/1'], ['a']]);
  source.complete();
  expect(seen).toEqual(['a']);
  await calls.resolve('11/1', 'b');
  expect(seen).toEqual(['a', 'b', 'complete']);
});

test('with concurrency later calls may end first, and their results wait for their turn', async () => {
  const calls = new Deferreds<string>();
  const source = new Subject<string>();
  const { seen, observer } = collect<string>();
  source.pipe(mapAsync((name) => calls.start(name), { concurrency: 2 })).subscribe(observer);
  for (const name of ['a', 'b', 'c', 'd']) source.next(name);
  expect(calls.started).toEqual(['a', 'b']);
  await calls.resolve('b', 'B');
  // A result that waits keeps its place: no more calls than `concurrency` are ahead of the first one.
  expect([calls.started, seen]).toEqual([['a', 'b'], []]);
  await calls.resolve('a', 'A');
  expect([calls.started, seen]).toEqual([
    ['a', 'b', 'c', 'd'],
    ['A', 'B'],
  ]);
  await calls.resolve('d', 'D');
  await calls.resolve('c', 'C');
  expect(seen).toEqual(['A', 'B', 'C', 'D']);
});

test('whatever the order in which calls end, results come in the order of the values', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
      async (concurrency, picks) => {
        const calls = new Deferreds<string>();
        const names = picks.map((_, index) => String(index));
        const result = lastValueFrom(
          from(names).pipe(
            mapAsync((name) => calls.start(name), { concurrency }),
            toArray(),
          ),
        );
        let most = 0;
        for (const pick of picks) {
          most = Math.max(most, calls.pending.length);
          const name = calls.pending[pick % calls.pending.length] as string;
          await calls.resolve(name, name);
        }
        expect(most).toBeLessThanOrEqual(concurrency);
        expect(await result).toEqual(names);
      },
    ),
    { numRuns: 50 },
  );
});

test('results that are no promises come at once', () => {
  const { seen, observer } = collect<number>();
  of(1, 2, 3)
    .pipe(mapAsync((value) => value * 2))
    .subscribe(observer);
  expect(seen).toEqual([2, 4, 6, 'complete']);
});

test('promises and plain results may be mixed', async () => {
  const { seen, observer } = collect<number | undefined>();
  of(1, 2, 3, 4)
    .pipe(mapAsync((value) => (value % 2 ? Promise.resolve(value) : value)))
    .subscribe(observer);
  await settled();
  expect(seen).toEqual([1, 2, 3, 4, 'complete']);
});

test('undefined and null are results', async () => {
  const { seen, observer } = collect<undefined | null>();
  of(undefined, null)
    .pipe(mapAsync((value) => value))
    .subscribe(observer);
  expect(seen).toEqual([undefined, null, 'complete']);
});

test('100 000 values at once with results at once do not overflow the stack', async () => {
  expect(
    await lastValueFrom(
      range(0, 100_000).pipe(
        mapAsync((value) => value),
        toArray(),
      ),
    ),
  ).toHaveLength(100_000);
});

test('values that wait behind a promise and then have results at once do not overflow the stack', async () => {
  const calls = new Deferreds<number>();
  const { seen, observer } = collect<number>();
  range(0, 100_000)
    .pipe(mapAsync((value) => (value === 0 ? calls.start('first') : value), { limit: 100_000 }))
    .subscribe(observer);
  await calls.resolve('first', 0);
  expect(seen).toHaveLength(100_001);
});

test('an empty source completes', () => {
  const { seen, observer } = collect<number>();
  of<number[]>()
    .pipe(mapAsync((value) => value))
    .subscribe(observer as never);
  expect(seen).toEqual(['complete']);
});

test.each([
  [
    'a throw',
    () => {
      throw new Error('oops');
    },
  ],
  ['a rejection', () => Promise.reject(new Error('oops'))],
])('%s is the error of the result, and nothing is called any more', async (_what, project) => {
  const { seen, observer } = collect<number>();
  let called = 0;
  const source = new Subject<number>();
  source
    .pipe(
      mapAsync((): number | Promise<number> => {
        called++;
        return project();
      }),
    )
    .subscribe(observer);
  source.next(1);
  source.next(2);
  await settled();
  source.next(3);
  await settled();
  expect([seen, called, source.observed]).toEqual([['error: oops'], 1, false]);
});

test('an error of the source is passed on at once', async () => {
  const calls = new Deferreds<string>();
  const source = new Subject<string>();
  const { seen, observer } = collect<string>();
  source.pipe(mapAsync((name) => calls.start(name))).subscribe(observer);
  source.next('a');
  source.error(new Error('lost'));
  await calls.resolve('a', 'A');
  expect(seen).toEqual(['error: lost']);
});

test('unsubscribing leaves the source, drops results and starts nothing more', async () => {
  const calls = new Deferreds<string>();
  const source = new Subject<string>();
  const { seen, observer } = collect<string>();
  const subscription = source.pipe(mapAsync((name) => calls.start(name))).subscribe(observer);
  source.next('a');
  source.next('b');
  subscription.unsubscribe();
  expect(source.observed).toBe(false);
  await calls.resolve('a', 'A');
  expect([seen, calls.started]).toEqual([[], ['a']]);
});

test("a rejection after the subscriber has left is nobody's", async () => {
  const calls = new Deferreds<string>();
  const source = new Subject<string>();
  const subscription = source.pipe(mapAsync((name) => calls.start(name))).subscribe();
  source.next('a');
  subscription.unsubscribe();
  await calls.reject('a', new Error('too late'));
});

test('a source without an end that emits at once stops when enough has been taken', () => {
  function* naturals() {
    for (let n = 0; ; n++) yield n;
  }
  const { seen, observer } = collect<number>();
  from(naturals())
    .pipe(
      mapAsync((value) => value),
      take(3),
    )
    .subscribe(observer);
  expect(seen).toEqual([0, 1, 2, 'complete']);
});

test.each([
  [{ concurrency: 0 }],
  [{ concurrency: Number.NaN }],
  [{ highWater: 0 }],
  [{ highWater: 4, lowWater: 5 }],
  [{ lowWater: -1 }],
  [{ highWater: Number.NaN }],
  [{ limit: 0 }],
  [{ limit: Number.NaN }],
])('%p is impossible', (options) => {
  expect(() => mapAsync((value: number) => value, options)).toThrow(RangeError);
});
