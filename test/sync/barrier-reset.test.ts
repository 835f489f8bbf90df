import { expect, test } from '@jest/globals';
import { Barrier, type Body, BrokenBarrierError, createTask, gather } from 'rxduct';
import { failureOf, inLoop, spawn, steps } from '../support/virtual.ts';

const PARTIES = 5;
const HALF = Math.floor(PARTIES / 2);

const crowd = <T>(count: number, body: () => Body<T>) => Array.from({ length: count }, () => spawn(body));

/** Waits, and says how it ended; other errors fail the task. */
function* passOrBreak(barrier: Barrier): Body<'passed' | 'broken'> {
  try {
    yield* barrier.wait();
  } catch (error) {
    if (error instanceof BrokenBarrierError) return 'broken';
    throw error;
  }
  return 'passed';
}

const expectIdle = (barrier: Barrier) => expect([barrier.nWaiting, barrier.broken]).toEqual([0, false]);

test(
  'a reset with nobody there changes nothing, and does not give way to the loop',
  inLoop(function* (loop) {
    let turned = false;
    loop.callSoon(() => {
      turned = true;
    });
    const barrier = new Barrier(1);
    yield* barrier.reset();
    expect(turned).toBe(false);
    expectIdle(barrier);
  }),
);

test(
  'a reset breaks the wait of all that wait',
  inLoop(function* () {
    const barrier = new Barrier(PARTIES);
    const tasks = crowd(PARTIES - 1, () => passOrBreak(barrier));
    yield* steps();
    yield* createTask(barrier.reset());
    expect(yield* gather(tasks)).toEqual(Array(PARTIES - 1).fill('broken'));
    expectIdle(barrier);
    expect(yield* gather(crowd(PARTIES, () => barrier.wait().takeBody()))).toEqual([0, 1, 2, 3, 4]);
  }),
);

test(
  'a reset while it drains breaks those that have not left yet',
  inLoop(function* () {
    const barrier = new Barrier(PARTIES);
    let passed = 0;
    const tasks = crowd(PARTIES, function* () {
      const end = yield* passOrBreak(barrier);
      if (end === 'passed' && ++passed === PARTIES - HALF) yield* barrier.reset();
      return end;
    });
    const ends = yield* gather(tasks);
    // The last one to come leaves first, the others behind it in the order of arrival.
    expect(ends).toEqual(['passed', 'passed', 'broken', 'broken', 'passed']);
    expectIdle(barrier);
  }),
);

test(
  'a reset while it drains leaves those alone that wait for the next round',
  inLoop(function* () {
    const barrier = new Barrier(PARTIES);
    let passed = 0;
    const tasks = crowd(PARTIES, function* () {
      const first = yield* passOrBreak(barrier);
      if (first === 'passed' && ++passed > HALF) yield* barrier.reset();
      return [first, yield* passOrBreak(barrier)];
    });
    const ends = yield* gather(tasks);
    expect(ends.filter(([first]) => first === 'broken')).toHaveLength(HALF);
    expect(ends.map(([, second]) => second)).toEqual(Array(PARTIES).fill('passed'));
    expectIdle(barrier);
  }),
);

test(
  'who was broken by a reset may wait again at once',
  inLoop(function* () {
    const barrier = new Barrier(PARTIES);
    const broken: unknown[] = [];
    const places: number[] = [];
    const tasks = crowd(PARTIES - 1, function* () {
      broken.push(yield* failureOf(barrier.wait()));
      places.push(yield* barrier.wait());
    });
    const reset = createTask(barrier.reset());
    yield* steps();
    const last = spawn(function* () {
      places.push(yield* barrier.wait());
    });
    yield* gather([...tasks, reset, last]);
    expect(broken.map((error) => error instanceof BrokenBarrierError)).toEqual(Array(PARTIES - 1).fill(true));
    expect(places.sort()).toEqual([0, 1, 2, 3, 4]);
    expectIdle(barrier);
  }),
);

test(
  'a reset by the last one to leave breaks nobody',
  inLoop(function* () {
    const barrier = new Barrier(PARTIES);
    let left = 0;
    const tasks = crowd(PARTIES, function* () {
      yield* barrier.wait();
      if (++left === PARTIES) yield* barrier.reset();
      const second = yield* passOrBreak(barrier);
      return [second, yield* passOrBreak(barrier)];
    });
    expect(yield* gather(tasks)).toEqual(Array(PARTIES).fill(['passed', 'passed']));
    expectIdle(barrier);
  }),
);

test(
  'a barrier that was aborted is as new after a reset',
  inLoop(function* () {
    const [barrier, meeting] = [new Barrier(PARTIES), new Barrier(PARTIES)];
    let broken = 0;
    let through = 0;
    const tasks = crowd(PARTIES, function* () {
      try {
        // Aborted while it drains: some have left and come again, others have not left yet.
        if ((yield* barrier.wait()) === HALF) yield* barrier.abort();
        else yield* barrier.wait();
      } catch (error) {
        if (!(error instanceof BrokenBarrierError)) throw error;
        broken++;
      }
      // All have left it before it is reset, and nobody comes before that.
      if ((yield* meeting.wait()) === HALF) yield* barrier.reset();
      yield* meeting.wait();
      yield* barrier.wait();
      through++;
    });
    yield* gather(tasks);
    expect([broken, through]).toEqual([PARTIES - 1, PARTIES]);
    expectIdle(barrier);
  }),
);

test(
  'who comes while it is being reset waits until all have left',
  inLoop(function* () {
    const barrier = new Barrier(2);
    const first = spawn(() => passOrBreak(barrier));
    yield* steps();
    yield* barrier.reset();
    // The first one has not run yet.
    const second = spawn(() => passOrBreak(barrier));
    const third = spawn(() => passOrBreak(barrier));
    expect(yield* gather([first, second, third])).toEqual(['broken', 'passed', 'passed']);
    expectIdle(barrier);
  }),
);

test(
  'an abort while it is being reset wins, and stays',
  inLoop(function* () {
    const barrier = new Barrier(3);
    const tasks = crowd(2, () => passOrBreak(barrier));
    yield* steps();
    yield* barrier.reset();
    yield* barrier.abort();
    expect(yield* gather(tasks)).toEqual(['broken', 'broken']);
    expect([barrier.nWaiting, barrier.broken]).toEqual([0, true]);
  }),
);
