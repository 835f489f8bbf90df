import { expect, test } from '@jest/globals';
import { ManualLoop } from '../support/manual-loop.ts';

/** Schedules itself for ever, and counts. */
function chain(loop: ManualLoop, cost: number): { ran: number } {
  const count = { ran: 0 };
  const step = () => {
    count.ran++;
    loop.manual.spend(cost);
    loop.callSoon(step);
  };
  loop.callSoon(step);
  return count;
}

test('an endless chain of callbacks lets I/O be polled after 1,024 of them', () => {
  const loop = new ManualLoop();
  const count = chain(loop, 0);
  loop.manual.runWakes();
  expect([count.ran, loop.manual.polls.length]).toEqual([1024, 1]);
  loop.manual.poll();
  expect([count.ran, loop.manual.polls.length]).toEqual([2048, 1]);
});

test('an endless chain of callbacks lets I/O be polled after a millisecond', () => {
  const loop = new ManualLoop();
  const count = chain(loop, 0.25);
  loop.manual.runWakes();
  expect([count.ran, loop.manual.polls.length]).toEqual([4, 1]);
});

test('an iteration is never cut in two, however long it takes', () => {
  const loop = new ManualLoop();
  let ran = 0;
  for (let i = 0; i < 3000; i++) {
    loop.callSoon(() => {
      ran++;
      loop.manual.spend(1);
    });
  }
  loop.manual.runWakes();
  expect([ran, loop.manual.polls.length]).toEqual([3000, 0]);
});

test('what is scheduled while I/O is polled joins the queue and asks for no wake-up of its own', () => {
  const loop = new ManualLoop();
  const count = chain(loop, 1);
  loop.manual.runWakes();
  const order: string[] = [];
  loop.callSoon(() => order.push(`behind ${count.ran}`));
  expect(loop.manual.wakes.length).toBe(0);
  loop.manual.poll();
  expect(order).toEqual(['behind 2']);
});

test('timers come due between the callbacks of an endless chain', () => {
  const loop = new ManualLoop();
  const count = chain(loop, 1);
  const fired: number[] = [];
  loop.callLater(5, () => fired.push(count.ran));
  loop.manual.runWakes();
  for (let i = 0; i < 10; i++) loop.manual.poll();
  expect(fired).toEqual([6]);
});
