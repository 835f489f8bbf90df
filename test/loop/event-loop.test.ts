import { expect, test } from '@jest/globals';
import { UsageError } from '../../src/errors.ts';
import { ManualLoop } from '../support/manual-loop.ts';

test('nothing runs inside of callSoon', () => {
  const loop = new ManualLoop();
  let ran = false;
  loop.callSoon(() => {
    ran = true;
  });
  expect(ran).toBe(false);
  loop.settle();
  expect(ran).toBe(true);
});

test('callbacks run in the order in which they were scheduled, with their arguments', () => {
  const loop = new ManualLoop();
  const calls: unknown[] = [];
  loop.callSoon((a: number) => calls.push(a), 1);
  loop.callSoon((a: number, b: string) => calls.push(a, b), 2, 'x');
  loop.callSoon(() => calls.push('last'));
  loop.settle();
  expect(calls).toEqual([1, 2, 'x', 'last']);
});

test('what an iteration schedules runs in the next one', () => {
  const loop = new ManualLoop();
  const order: string[] = [];
  loop.callSoon(() => {
    order.push('a');
    loop.callSoon(() => {
      order.push('a.a');
      loop.callSoon(() => order.push('a.a.a'));
    });
    loop.callSoon(() => order.push('a.b'));
  });
  loop.callSoon(() => {
    order.push('b');
    loop.callSoon(() => order.push('b.a'));
  });
  loop.settle();
  expect(order).toEqual(['a', 'b', 'a.a', 'a.b', 'b.a', 'a.a.a']);
});

test('one wake-up serves all that is scheduled before it', () => {
  const loop = new ManualLoop();
  for (let i = 0; i < 100; i++) loop.callSoon(() => {});
  expect(loop.manual.wakes.length).toBe(1);
  loop.settle();
  loop.callSoon(() => {});
  expect(loop.manual.wakes.length).toBe(1);
  loop.settle();
});

test('what callbacks schedule while the queue is drained asks for no further wake-up', () => {
  const loop = new ManualLoop();
  let wakes = -1;
  loop.callSoon(() => {
    loop.callSoon(() => {});
    wakes = loop.manual.wakes.length;
  });
  loop.settle();
  expect(wakes).toBe(0);
});

test('a cancelled handle is passed over', () => {
  const loop = new ManualLoop();
  const order: string[] = [];
  const first = loop.callSoon(() => {
    order.push('first');
    second.cancel();
  });
  const second = loop.callSoon(() => order.push('second'));
  loop.callSoon(() => order.push('third'));
  loop.settle();
  expect(order).toEqual(['first', 'third']);
  expect([first.cancelled(), second.cancelled()]).toEqual([false, true]);
});

test.each([[null], [undefined], ['text'], [{}]])('%p is no callback', (value) => {
  const loop = new ManualLoop();
  const callback = value as unknown as () => void;
  expect(() => loop.callSoon(callback)).toThrow(TypeError);
  expect(() => loop.callLater(1, callback)).toThrow(TypeError);
  expect(() => loop.callAt(1, callback)).toThrow(TypeError);
  expect(loop.manual.alarm.isSet).toBe(false);
});

test('time is that of the clock', () => {
  const loop = new ManualLoop();
  loop.manual.spend(12.5);
  expect([loop.time(), loop.currentTime()]).toEqual([12.5, 12.5]);
});

test('the current time stands still while an iteration runs, and while an event is handled', () => {
  const loop = new ManualLoop();
  const times: number[] = [];
  const look = () => {
    times.push(loop.currentTime());
    loop.manual.spend(5);
  };
  loop.callSoon(look);
  loop.callSoon(look);
  loop.callSoon(() => loop.callSoon(look));
  loop.settle();
  loop.dispatch.enter();
  look();
  look();
  loop.dispatch.leave();
  look();
  expect(times).toEqual([0, 0, 10, 15, 15, 25]);
});

test('a closed loop drops what was scheduled and refuses more', () => {
  const loop = new ManualLoop();
  const calls: string[] = [];
  loop.callSoon(() => calls.push('soon'));
  const waiting = loop.callLater(10, () => calls.push('later'));
  expect(loop.isClosed()).toBe(false);
  loop.close();
  loop.close();
  expect(loop.isClosed()).toBe(true);
  expect(loop.manual.alarm.isSet).toBe(false);
  loop.advance(100);
  expect(() => loop.callSoon(() => {})).toThrow(UsageError);
  expect(() => loop.callLater(1, () => {})).toThrow(UsageError);
  expect(() => loop.callAt(1, () => {})).toThrow(UsageError);
  waiting.cancel();
  expect(calls).toEqual([]);
});

test('a timer of a closed loop cannot be revived', () => {
  const loop = new ManualLoop();
  const calls: string[] = [];
  const fired = loop.callLater(1, () => calls.push('fired'));
  const waiting = loop.callLater(10, () => calls.push('waiting'));
  loop.advance(5);
  loop.close();
  expect(() => fired.refresh()).toThrow(UsageError);
  expect(() => waiting.refresh()).toThrow(UsageError);
  expect(loop.manual.alarm.isSet).toBe(false);
  loop.advance(100);
  expect(calls).toEqual(['fired']);
});

test('a callback that closes the loop is the last one', () => {
  const loop = new ManualLoop();
  const order: string[] = [];
  loop.callSoon(() => {
    order.push('close');
    loop.close();
  });
  loop.callSoon(() => order.push('never'));
  loop.settle();
  expect(order).toEqual(['close']);
});

test('a loop under `using` is closed', () => {
  const loop = new ManualLoop();
  {
    using _loop = loop;
  }
  expect(loop.isClosed()).toBe(true);
});
