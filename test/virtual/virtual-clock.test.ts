import { expect, test } from '@jest/globals';
import { VirtualClock } from '../../src/virtual/virtual-clock.ts';

const setUp = () => {
  const clock = new VirtualClock();
  const order: string[] = [];
  const note = (text: string) => () => {
    order.push(`${clock.now()} ${text}`);
  };
  return { clock, order, note };
};

test('time stands still until it is run, and begins at 0', () => {
  const { clock, order, note } = setUp();
  expect([clock.now(), clock.epoch, clock.pending()]).toEqual([0, 0, false]);
  clock.createAlarm(note('rang')).set(5);
  expect([clock.now(), clock.pending(), order]).toEqual([0, true, []]);
  clock.run();
  expect([clock.now(), clock.pending(), order]).toEqual([5, false, ['5 rang']]);
});

test('microtasks run ahead of wake-ups, and wake-ups ahead of alarms', () => {
  const { clock, order, note } = setUp();
  clock.createAlarm(note('alarm')).set(0);
  clock.wakeAfterPoll(note('after the poll'));
  clock.wake(() => {
    note('wake')();
    clock.queueMicrotask(note('microtask of the wake'));
  });
  clock.queueMicrotask(note('microtask'));
  clock.run();
  expect(order).toEqual(['0 microtask', '0 after the poll', '0 wake', '0 microtask of the wake', '0 alarm']);
});

test('alarms ring in the order of their times, equal ones in that of their making', () => {
  const { clock, order, note } = setUp();
  for (const [name, delay] of [
    ['late', 20],
    ['first', 10],
    ['second', 10],
  ] as const)
    clock.createAlarm(note(name)).set(delay);
  clock.run();
  expect(order).toEqual(['10 first', '10 second', '20 late']);
});

test('an alarm rings once, and what is set again takes the place of what was set before', () => {
  const { clock, order, note } = setUp();
  const alarm = clock.createAlarm(note('rang'));
  alarm.set(10);
  alarm.set(20);
  clock.run();
  alarm.set(5);
  clock.run();
  clock.run();
  expect(order).toEqual(['20 rang', '25 rang']);
});

test('an alarm that is cleared does not ring', () => {
  const { clock, order, note } = setUp();
  const alarm = clock.createAlarm(note('rang'));
  alarm.set(10);
  alarm.clear();
  clock.run();
  expect([order, clock.now()]).toEqual([[], 0]);
});

test('an alarm that nobody holds is not waited for', () => {
  const { clock, order, note } = setUp();
  const alarm = clock.createAlarm(note('rang'));
  alarm.set(10);
  alarm.hold(false);
  expect(clock.pending()).toBe(false);
  clock.run();
  expect(order).toEqual([]);
  alarm.hold(true);
  clock.run();
  expect(order).toEqual(['10 rang']);
});

test('an alarm in the past rings now', () => {
  const { clock, order, note } = setUp();
  clock.createAlarm(note('late')).set(10);
  clock.run();
  clock.createAlarm(note('past')).set(-5);
  clock.run();
  expect(order).toEqual(['10 late', '10 past']);
});

test('a run up to a time rings all that is due by then, and stays at the last one', () => {
  const { clock, order, note } = setUp();
  for (const delay of [10, 20, 30]) clock.createAlarm(note('rang')).set(delay);
  clock.run(5);
  expect([order.length, clock.now()]).toEqual([0, 0]);
  clock.run(20);
  expect([order, clock.now()]).toEqual([['10 rang', '20 rang'], 20]);
  clock.run(25);
  expect(clock.now()).toBe(20);
  clock.run();
  expect(order.at(-1)).toBe('30 rang');
});
