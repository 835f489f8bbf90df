import { expect, test } from '@jest/globals';
import { from } from 'rxjs';
import { Operation } from '../../src/futures/operation.ts';
import { ManualLoop } from '../support/manual-loop.ts';

const setUp = () => {
  const loop = new ManualLoop();
  const order: string[] = [];
  return { loop, order, operation: new Operation<number>(loop, () => order.push('withdrawn')) };
};

test('cancelling an operation withdraws it at once, and only once', () => {
  const { loop, order, operation } = setUp();
  operation.addDoneCallback((done) => order.push(`done: ${done.cancelled()}`));
  expect(operation.cancel('enough')).toBe(true);
  expect(order).toEqual(['withdrawn']);
  expect(operation.cancel()).toBe(false);
  loop.settle();
  expect(order).toEqual(['withdrawn', 'done: true']);
});

test('an operation that is over is not withdrawn', () => {
  const { order, operation } = setUp();
  operation.setResult(1);
  expect(operation.cancel()).toBe(false);
  expect(order).toEqual([]);
});

test('an operation is done when it is withdrawn, so that what withdraws may look', () => {
  const loop = new ManualLoop();
  const states: boolean[] = [];
  const operation: Operation<number> = new Operation(loop, () => states.push(operation.done(), operation.cancelled()));
  operation.cancel();
  expect(states).toEqual([true, true]);
});

test('an operation knows whether anybody has asked to be told of its end', () => {
  const asked = [
    (operation: Operation<number>) => operation.addDoneCallback(() => {}),
    (operation: Operation<number>) => void operation.then(() => {}),
    (operation: Operation<number>) => void from(operation).subscribe(),
  ].map((ask) => {
    const { operation } = setUp();
    const before = operation.awaited;
    ask(operation);
    return [before, operation.awaited];
  });
  expect(asked).toEqual([
    [false, true],
    [false, true],
    [false, true],
  ]);
});
