import { expect, test } from '@jest/globals';
import { CancelledError, createTask, Event } from 'rxduct';
import { failureOf, inLoop, spawn, steps } from '../support/virtual.ts';

const noteWhenSet = (event: Event, order: number[], number: number) =>
  spawn(function* () {
    if (yield* event.wait()) order.push(number);
  });

test(
  'set wakes all who wait, in the order in which they came, behind one who comes in that moment',
  inLoop(function* () {
    const event = new Event();
    const order: number[] = [];
    const waiting = [noteWhenSet(event, order, 1), noteWhenSet(event, order, 2)];
    yield* steps();
    expect(order).toEqual([]);
    waiting.push(noteWhenSet(event, order, 3));
    event.set();
    yield* steps();
    expect(order).toEqual([3, 1, 2]);
    expect(waiting.map((task) => task.done())).toEqual([true, true, true]);
  }),
);

test(
  'waiting for an event that is set does not give way to the loop',
  inLoop(function* (loop) {
    const event = new Event();
    event.set();
    let turned = false;
    loop.callSoon(() => {
      turned = true;
    });
    expect(yield* event.wait()).toBe(true);
    expect(turned).toBe(false);
  }),
);

test(
  'a cancelled waiter leaves the others waiting',
  inLoop(function* (loop) {
    const event = new Event();
    const cancelled = createTask(event.wait());
    const other = createTask(event.wait());
    loop.callSoon(() => cancelled.cancel());
    expect(yield* failureOf(cancelled)).toBeInstanceOf(CancelledError);
    expect(other.done()).toBe(false);
    event.set();
    expect(yield* other).toBe(true);
  }),
);

test(
  'a waiter that is cancelled after it was woken is cancelled all the same',
  inLoop(function* () {
    const event = new Event();
    const task = createTask(event.wait());
    yield* steps();
    event.set();
    task.cancel();
    expect(yield* failureOf(task)).toBeInstanceOf(CancelledError);
    expect(event.isSet()).toBe(true);
  }),
);

test('an event is set until it is cleared', () => {
  const event = new Event();
  const seen = [event.isSet()];
  event.set();
  event.set();
  seen.push(event.isSet());
  event.clear();
  event.clear();
  seen.push(event.isSet());
  expect(seen).toEqual([false, true, false]);
});

test(
  'who was woken goes on also if the event is cleared before it runs, and is woken once',
  inLoop(function* () {
    const event = new Event();
    const order: number[] = [];
    const task = noteWhenSet(event, order, 1);
    yield* steps();
    event.set();
    event.clear();
    expect(event.isSet()).toBe(false);
    event.set();
    event.set();
    yield* steps();
    expect([order, task.done()]).toEqual([[1], true]);
  }),
);

test(
  'after a clear, waiting begins anew',
  inLoop(function* () {
    const event = new Event();
    event.set();
    yield* event.wait();
    event.clear();
    const task = createTask(event.wait());
    yield* steps(3);
    expect(task.done()).toBe(false);
    event.set();
    expect(yield* task).toBe(true);
  }),
);
