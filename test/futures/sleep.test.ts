import { expect, test } from '@jest/globals';
import { createTask, sleep, UsageError } from 'rxduct';
import { Bench, outcomeOf, thrown } from './bench.ts';

const bench = Bench.use();

test('sleep takes as long as it was told, and gives its value', () => {
  expect([bench.main(() => sleep(100, 'yeah').takeBody()), bench.loop.time()]).toEqual(['yeah', 100]);
  expect([bench.main(() => sleep(50).takeBody()), bench.loop.time()]).toEqual([undefined, 150]);
});

test('sleeping in parts takes as long as the sum', () => {
  const slept = bench.main(function* () {
    yield* sleep(50);
    return yield* sleep(50, 'yeah');
  });
  expect([slept, bench.loop.time()]).toEqual(['yeah', 100]);
});

test.each([[0], [-1], [Number.NEGATIVE_INFINITY]])('sleep(%d) gives way for one iteration', (delay) => {
  const order: string[] = [];
  bench.start(function* () {
    bench.loop.callSoon(() => {
      order.push('this iteration');
      bench.loop.callSoon(() => order.push('next iteration'));
    });
    order.push(yield* sleep(delay, 'woken'));
  });
  bench.finish();
  expect([order, bench.loop.time()]).toEqual([['this iteration', 'woken', 'next iteration'], 0]);
});

test('sleep(0) lets others take turns', () => {
  let result = 0;
  const task = bench.start(function* () {
    for (let i = 0; i < 11; i++) {
      yield* sleep(0);
      result += i;
    }
  });
  bench.loop.callSoon(() => expect(result).toBe(0));
  bench.finish();
  expect([result, task.done()]).toEqual([55, true]);
});

test('a cancelled sleep takes its timer along', () => {
  const task = createTask(sleep(10_000, 'yeah'));
  bench.settle();
  task.cancel('enough');
  bench.finish();
  expect([outcomeOf(task), bench.loop.time()]).toEqual([['cancelled', 'enough'], 0]);
});

test('sleepers wake in the order of their deadlines, and at equal ones in the order of their calls', () => {
  const order: string[] = [];
  const sleepers: [string, number][] = [
    ['a', 30],
    ['b', 10],
    ['c', 20],
    ['d', 10],
  ];
  for (const [name, delay] of sleepers) {
    bench.start(function* () {
      yield* sleep(delay);
      order.push(`${name} ${bench.loop.time()}`);
    });
  }
  bench.finish();
  expect(order).toEqual(['b 10', 'd 10', 'c 20', 'a 30']);
});

test('sleep refuses NaN at the call', () => {
  expect(thrown(() => sleep(Number.NaN))).toBeInstanceOf(RangeError);
});

test('sleep cannot be waited for outside of a loop', () => {
  expect(() => sleep(10).takeBody().next()).toThrow(UsageError);
});
