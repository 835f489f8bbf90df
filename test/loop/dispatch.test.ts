import { expect, test } from '@jest/globals';
import { Dispatch } from '../../src/loop/dispatch.ts';
import { ManualClock } from '../support/manual-clock.ts';

const setUp = () => {
  const clock = new ManualClock();
  const order: string[] = [];
  const work = (name: string, body: () => void = () => {}) => ({
    runDeferred: () => {
      order.push(name);
      body();
    },
  });
  return { clock, dispatch: new Dispatch(clock), order, work };
};

test('work deferred inside the bracket runs when it closes', () => {
  const { clock, dispatch, order, work } = setUp();
  dispatch.enter();
  dispatch.defer(work('a'));
  dispatch.defer(work('b'));
  expect([dispatch.active, order]).toEqual([true, []]);
  dispatch.leave();
  expect([dispatch.active, order]).toEqual([false, ['a', 'b']]);
  expect(clock.microtasks.length).toBe(0);
});

test('only the outermost bracket runs what was deferred', () => {
  const { dispatch, order, work } = setUp();
  dispatch.enter();
  dispatch.enter();
  dispatch.defer(work('a'));
  dispatch.leave();
  expect(order).toEqual([]);
  dispatch.leave();
  expect(order).toEqual(['a']);
});

test('work deferred outside of a bracket runs in one microtask', () => {
  const { clock, dispatch, order, work } = setUp();
  dispatch.defer(work('a'));
  dispatch.defer(work('b'));
  expect(clock.microtasks.length).toBe(1);
  expect(order).toEqual([]);
  clock.runMicrotasks();
  expect(order).toEqual(['a', 'b']);
  dispatch.defer(work('c'));
  clock.runMicrotasks();
  expect(order).toEqual(['a', 'b', 'c']);
});

test('work deferred outside leaves with a bracket that comes before its microtask', () => {
  const { clock, dispatch, order, work } = setUp();
  dispatch.defer(work('a'));
  dispatch.enter();
  dispatch.defer(work('b'));
  dispatch.leave();
  expect(order).toEqual(['a', 'b']);
  clock.runMicrotasks();
  expect(order).toEqual(['a', 'b']);
});

test('work may defer more work, which is done before the bracket closes', () => {
  const { clock, dispatch, order, work } = setUp();
  dispatch.enter();
  dispatch.defer(
    work('a', () => {
      expect(dispatch.active).toBe(true);
      dispatch.defer(work('c', () => dispatch.defer(work('d'))));
    }),
  );
  dispatch.defer(work('b'));
  dispatch.leave();
  expect(order).toEqual(['a', 'b', 'c', 'd']);
  expect(clock.microtasks.length).toBe(0);
});

test('work may open and close brackets of its own', () => {
  const { dispatch, order, work } = setUp();
  dispatch.enter();
  dispatch.defer(
    work('a', () => {
      dispatch.enter();
      dispatch.defer(work('b'));
      dispatch.leave();
      order.push('end of a');
    }),
  );
  dispatch.leave();
  expect(order).toEqual(['a', 'end of a', 'b']);
});

test('work that throws closes the bracket all the same, and the other work is done', () => {
  const { dispatch, order, work } = setUp();
  const fail = (name: string) =>
    work(name, () => {
      dispatch.defer(work(`after ${name}`));
      throw new RangeError(name);
    });
  dispatch.enter();
  for (const each of [fail('a'), work('b'), fail('c'), work('d')]) dispatch.defer(each);
  expect(() => dispatch.leave()).toThrow(RangeError);
  expect(order).toEqual(['a', 'b', 'c', 'd', 'after a', 'after c']);
  expect(dispatch.active).toBe(false);
  dispatch.enter();
  dispatch.defer(work('next event'));
  dispatch.leave();
  expect(order.at(-1)).toBe('next event');
});

test('the time is read once an event, and afresh outside of one', () => {
  const { clock, dispatch } = setUp();
  const times: number[] = [];
  const look = () => {
    times.push(dispatch.time());
    clock.spend(5);
  };
  look();
  look();
  dispatch.enter();
  look();
  dispatch.enter();
  look();
  dispatch.leave();
  look();
  dispatch.leave();
  dispatch.enter();
  look();
  dispatch.leave();
  expect(times).toEqual([0, 5, 10, 10, 10, 25]);
});
