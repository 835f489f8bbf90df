import { afterEach, describe, expect, test } from '@jest/globals';
import { type Handle, NotSupportedError, sleep, UsageError, VirtualEventLoop } from 'rxduct';
import { inLoop, spawn, thrownBy } from '../support/virtual.ts';

let opened: VirtualEventLoop[] = [];

afterEach(() => {
  for (const loop of opened) loop.close();
  opened = [];
});

const setUp = () => {
  const loop = new VirtualEventLoop();
  opened.push(loop);
  const order: string[] = [];
  const note = (text: string) => () => {
    order.push(`${loop.time()} ${text}`);
  };
  return { loop, order, note };
};

test('time begins at 0, and nothing runs until the loop is run', () => {
  const { loop, order, note } = setUp();
  loop.callSoon(note('soon'));
  expect([loop.time(), order]).toEqual([0, []]);
  loop.runUntilIdle();
  expect([loop.time(), order]).toEqual([0, ['0 soon']]);
});

describe('an iteration', () => {
  test('(a) drops cancelled timers: the clock does not jump to their deadlines', () => {
    const { loop, order, note } = setUp();
    loop.callLater(10, note('cancelled')).cancel();
    loop.callLater(20, () => {
      note('ran')();
      loop.callSoon(note('soon'));
    });
    loop.callLater(30, note('cancelled too')).cancel();
    loop.runUntilIdle();
    expect([order, loop.time()]).toEqual([['20 ran', '20 soon'], 20]);
  });

  test('(b) jumps to the earliest deadline only when nothing is ready', () => {
    const { loop, order, note } = setUp();
    loop.callLater(10, note('timer'));
    let left = 3;
    const again = () => {
      note(`soon ${left}`)();
      if (--left > 0) loop.callSoon(again);
    };
    loop.callSoon(again);
    loop.runUntilIdle();
    expect(order).toEqual(['0 soon 3', '0 soon 2', '0 soon 1', '10 timer']);
  });

  test('(c) puts timers that are due behind what is ready, in the order of deadlines', () => {
    const { loop, order, note } = setUp();
    loop.callLater(10, () => {
      note('first')();
      loop.callSoon(note('soon'));
      loop.callLater(0, note('no delay'));
      loop.callAt(5, note('past'));
      loop.callSoon(note('soon again'));
    });
    loop.runUntilIdle();
    expect(order).toEqual(['10 first', '10 soon', '10 soon again', '10 past', '10 no delay']);
  });

  test('(c) takes all timers of one time together', () => {
    const { loop, order, note } = setUp();
    loop.callLater(10, () => {
      note('a')();
      loop.callSoon(note('behind b'));
    });
    loop.callLater(10, note('b'));
    loop.runUntilIdle();
    expect(order).toEqual(['10 a', '10 b', '10 behind b']);
  });

  test('(d) runs what was ready when it began; what is added waits for the next one', () => {
    const { loop, order, note } = setUp();
    loop.callSoon(() => {
      note('a')();
      loop.callSoon(note('a.a'));
    });
    loop.callSoon(() => {
      note('b')();
      loop.callSoon(note('b.b'));
      loop.callLater(0, note('timer'));
    });
    loop.runUntilIdle();
    expect(order).toEqual(['0 a', '0 b', '0 a.a', '0 b.b', '0 timer']);
  });

  test('(d) skips handles that were cancelled meanwhile', () => {
    const { loop, order, note } = setUp();
    const handles: Handle[] = [
      loop.callSoon(() => handles[1]?.cancel()),
      loop.callSoon(note('cancelled')),
      loop.callSoon(note('c')),
    ];
    const timer = loop.callLater(10, note('timer'));
    loop.callAt(10, note('other'));
    loop.callLater(9, () => timer.cancel());
    loop.runUntilIdle();
    expect(order).toEqual(['0 c', '10 other']);
  });

  test('(d) skips a timer that another one of the same time cancels', () => {
    const { loop, order, note } = setUp();
    const timers: Handle[] = [loop.callLater(10, () => timers[1]?.cancel()), loop.callLater(10, note('cancelled'))];
    loop.runUntilIdle();
    expect([order, loop.time()]).toEqual([[], 10]);
  });
});

test('equal deadlines run in the order of scheduling, however they were scheduled', () => {
  const { loop, order, note } = setUp();
  const names = Array.from({ length: 50 }, (_, number) => String(number));
  loop.callLater(5, () => {
    for (const name of names.slice(25)) loop.callLater(5, note(name));
  });
  for (const name of names.slice(0, 25)) loop.callAt(10, note(name));
  loop.runUntilIdle();
  expect(order).toEqual(names.map((name) => `10 ${name}`));
});

test('an endless number of callbacks at one time runs in iterations all the same', () => {
  const { loop } = setUp();
  // More than the loop runs before it would poll for I/O.
  let left = 5000;
  const again = () => {
    if (--left > 0) loop.callSoon(again);
  };
  loop.callSoon(again);
  loop.runUntilIdle();
  expect([left, loop.time()]).toEqual([0, 0]);
});

test('hours pass in no time', () => {
  const { loop, order, note } = setUp();
  loop.callLater(3_600_000, note('an hour later'));
  // Timers are kept in whole milliseconds, and never run early.
  loop.callLater(0.25, note('a fraction later'));
  loop.runUntilIdle();
  expect(order).toEqual(['1 a fraction later', '3600000 an hour later']);
});

test('a callback that throws is reported, and keeps none of the others', () => {
  const { loop, order, note } = setUp();
  const reports: unknown[] = [];
  loop.setExceptionHandler((_loop, context) => reports.push(context.exception));
  const oops = new Error('oops');
  loop.callSoon(() => {
    throw oops;
  });
  loop.callSoon(note('other'));
  loop.runUntilIdle();
  expect([reports, order]).toEqual([[oops], ['0 other']]);
});

test('runUntilTime runs what is due by then, and leaves the clock at the last deadline that was reached', () => {
  const { loop, order, note } = setUp();
  loop.callSoon(note('soon'));
  for (const delay of [10, 20, 30]) loop.callLater(delay, note('timer'));
  loop.runUntilTime(5);
  expect([order, loop.time()]).toEqual([['0 soon'], 0]);
  loop.runUntilTime(20);
  expect([order.length, loop.time()]).toEqual([3, 20]);
  loop.runUntilTime(10);
  expect(loop.time()).toBe(20);
  loop.runUntilIdle();
  expect(order).toEqual(['0 soon', '10 timer', '20 timer', '30 timer']);
});

test('runUntilTime passes over cancelled timers, and those behind them keep their times', () => {
  const { loop, order, note } = setUp();
  const timer = loop.callLater(5, note('cancelled'));
  loop.callLater(20, note('timer'));
  timer.cancel();
  loop.runUntilTime(10);
  expect(order).toEqual([]);
  loop.callAt(11, note('other'));
  loop.runUntilIdle();
  expect(order).toEqual(['11 other', '20 timer']);
});

test.each([
  ['runUntilIdle', (loop: VirtualEventLoop) => loop.runUntilIdle()],
  ['runUntilTime', (loop: VirtualEventLoop) => loop.runUntilTime(100)],
])('%s inside of a callback is a UsageError', (_name, rerun) => {
  const { loop, order, note } = setUp();
  let error: unknown;
  loop.callLater(50, note('timer'));
  loop.callSoon(() => {
    error = thrownBy(() => rerun(loop));
    note('callback')();
  });
  loop.runUntilIdle();
  expect(error).toBeInstanceOf(UsageError);
  expect(order).toEqual(['0 callback', '50 timer']);
});

test(
  'tasks sleep in virtual time, one beside the other',
  inLoop(function* (loop) {
    const order: string[] = [];
    const napper = (name: string, time: number) =>
      spawn(function* () {
        for (let nap = 0; nap < 2; nap++) {
          yield* sleep(time);
          order.push(`${loop.time()} ${name}`);
        }
      });
    const [slow, quick] = [napper('slow', 20), napper('quick', 15)];
    yield* slow;
    yield* quick;
    expect(order).toEqual(['15 quick', '20 slow', '30 quick', '40 slow']);
  }),
);

test('a virtual loop has no network, and says so', () => {
  const { loop } = setUp();
  expect(thrownBy(() => loop.network.adopt({}))).toBeInstanceOf(NotSupportedError);
  const errors: unknown[] = [];
  loop.network.resolve('localhost', {}, (error) => errors.push(error));
  loop.network.connect({ port: 1 } as never, (error) => errors.push(error));
  loop.network.listen({ port: 1 } as never, {} as never, (error) => errors.push(error));
  expect(errors.map((error) => error instanceof NotSupportedError)).toEqual([true, true, true]);
});

test('a loop that is closed runs nothing more', () => {
  const { loop, order, note } = setUp();
  loop.callSoon(note('soon'));
  loop.callLater(1, note('later'));
  loop.close();
  loop.runUntilIdle();
  expect(order).toEqual([]);
  expect(thrownBy(() => loop.callSoon(note('never')))).toBeInstanceOf(UsageError);
});
