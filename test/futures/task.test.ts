import { describe, expect, test } from '@jest/globals';
import {
  allTasks,
  coroutine,
  createTask,
  currentTask,
  Future,
  gather,
  sleep,
  Task,
  UsageError,
  VirtualEventLoop,
} from 'rxduct';
import { Bench, outcomeOf, sync } from './bench.ts';

const bench = Bench.use();

describe('a task', () => {
  test('runs its coroutine from the next iteration on', () => {
    const order: string[] = [];
    createTask(sync(() => order.push('first step')));
    bench.loop.callSoon(() => order.push('after'));
    expect(order).toEqual([]);
    bench.finish();
    expect(order).toEqual(['first step', 'after']);
  });

  test('ends with what its coroutine returns', () => {
    const task = createTask(sync(() => 'ok'));
    expect(task.done()).toBe(false);
    bench.finish();
    expect([task.done(), task.cancelled(), task.result(), task.exception()]).toEqual([true, false, 'ok', null]);
  });

  test('ends with what its coroutine throws', () => {
    const exception = new RangeError('oops');
    const task = createTask(
      sync(() => {
        throw exception;
      }),
    );
    bench.finish();
    expect(task.exception()).toBe(exception);
  });

  test('of a loop that is given runs there', () => {
    const other = new VirtualEventLoop();
    const task = createTask(
      sync(() => 'ok'),
      { loop: other },
    );
    expect([task.getLoop() === other, createTask(sync(() => 1)).getLoop() === bench.loop]).toEqual([true, true]);
    bench.finish();
    expect(task.done()).toBe(false);
    other.runUntilIdle();
    expect(task.result()).toBe('ok');
  });

  test('is a future: its done-callbacks run one iteration after its end', () => {
    const order: unknown[] = [];
    const task = createTask(sync(() => order.push('end')));
    task.addDoneCallback((done) => order.push(done === task));
    bench.loop.callSoon(() => bench.loop.callSoon(() => order.push('same iteration')));
    bench.finish();
    expect(order).toEqual(['end', true, 'same iteration']);
  });

  test('wakes one iteration after the future it waits for is done', () => {
    const future = new Future<string>();
    const order: string[] = [];
    bench.start(function* () {
      order.push(yield* future);
    });
    bench.settle();
    future.setResult('woken');
    bench.loop.callSoon(() => order.push('after'));
    expect(order).toEqual([]);
    bench.settle();
    expect(order).toEqual(['woken', 'after']);
  });

  test('gives what it waits for', () => {
    const future = new Future<void>();
    const seen: boolean[] = [];
    const task = bench.start(function* () {
      seen.push(task.waitingFor === null);
      yield* future;
      seen.push(task.waitingFor === null);
    });
    expect(task.waitingFor).toBe(null);
    bench.settle();
    expect(task.waitingFor === future).toBe(true);
    future.setResult();
    bench.finish();
    expect([seen, task.waitingFor]).toEqual([[true, true], null]);
  });

  test('asks the future it waits for to be told, and gets its very result', () => {
    let asked = 0;
    class Asked<T> extends Future<T> {
      override addDoneCallback(...args: Parameters<Future<T>['addDoneCallback']>): void {
        asked++;
        super.addDoneCallback(...args);
      }
    }
    const future = new Asked<object>();
    const value = {};
    const task = bench.start(function* () {
      return yield* future;
    });
    bench.settle();
    expect(asked).toBe(1);
    future.setResult(value);
    bench.finish();
    expect(task.result()).toBe(value);
  });

  test('that nobody keeps goes on to its end', () => {
    const order: string[] = [];
    bench.start(function* () {
      yield* sleep(1000);
      order.push('done');
    });
    expect(allTasks().size).toBe(1);
    bench.finish();
    expect([order, allTasks().size]).toEqual([['done'], 0]);
  });

  test('runs beside hundreds of others, and all end', () => {
    const run = coroutine(function* (delay: number) {
      return yield* sleep(delay, delay);
    });
    const delays = Array.from({ length: 300 }, (_, i) => (i * 7) % 100);
    const all = gather(delays.map((delay) => createTask(run(delay))));
    bench.finish();
    expect([all.result(), bench.loop.time()]).toEqual([delays, 99]);
  });

  test('that was made on a closed loop is not among the tasks', () => {
    bench.loop.close();
    const { loop } = bench;
    expect(() =>
      createTask(
        sync(() => 1),
        { loop },
      ),
    ).toThrow(UsageError);
    expect(allTasks(loop).size).toBe(0);
  });

  test('gives the generator it runs', () => {
    const body = sync(() => 1).takeBody();
    expect(new Task(body).getBody() === body).toBe(true);
  });

  test('may be subclassed', () => {
    class Counted<T> extends Task<T> {
      cancels = 0;
      override cancel(message?: string): boolean {
        this.cancels++;
        return super.cancel(message);
      }
    }
    const task = new Counted(
      coroutine(function* () {
        yield* sleep(10);
      })().takeBody(),
    );
    task.cancel('mine');
    bench.finish();
    expect([task.cancels, outcomeOf(task)]).toEqual([1, ['cancelled', 'mine']]);
  });
});

describe('the name of a task', () => {
  test('is numbered by its loop unless it is given', () => {
    const names = [{}, { name: 'mine' }, { name: undefined }].map((options) =>
      createTask(
        sync(() => 1),
        options,
      ).getName(),
    );
    expect(names).toEqual(['Task-1', 'mine', 'Task-2']);
    expect(
      createTask(
        sync(() => 1),
        { loop: new VirtualEventLoop() },
      ).getName(),
    ).toBe('Task-1');
  });

  test('can be changed, and stands in its text', () => {
    const task = createTask(sync(() => 1));
    task.setName('other');
    expect([task.getName(), `${task}`]).toEqual(['other', '<Task other>']);
    bench.finish();
    expect(`${task}`).toBe('<Task other done>');
  });
});

describe('the current task', () => {
  test('is the one whose coroutine runs, and none outside', () => {
    expect(currentTask()).toBe(null);
    const seen: unknown[] = [];
    const task: Task<void> = bench.start(function* () {
      seen.push(currentTask() === task, currentTask(bench.loop) === task);
      yield* sleep(1);
      seen.push(currentTask() === task);
    });
    bench.loop.callSoon(() => seen.push(currentTask()));
    bench.finish();
    expect([seen, currentTask()]).toEqual([[true, true, null, true], null]);
  });

  test('is each of two that take turns', () => {
    const [ping, pong] = [new Future<void>(), new Future<void>()];
    const seen: boolean[] = [];
    const one: Task<void> = bench.start(function* () {
      seen.push(currentTask() === one);
      yield* ping;
      seen.push(currentTask() === one);
      pong.setResult();
    });
    const two: Task<void> = bench.start(function* () {
      seen.push(currentTask() === two);
      ping.setResult();
      yield* pong;
      seen.push(currentTask() === two);
    });
    bench.finish();
    expect([seen, currentTask()]).toEqual([[true, true, true, true], null]);
  });

  test('of another loop is another one', () => {
    const other = new VirtualEventLoop();
    const seen: unknown[] = [];
    createTask(sync(() => seen.push(currentTask(other))));
    bench.finish();
    expect(seen).toEqual([null]);
  });
});

describe('all tasks', () => {
  test('are those that are not done, of one loop', () => {
    const other = new VirtualEventLoop();
    const waiting = bench.start(function* () {
      yield* sleep(10);
    });
    createTask(sync(() => 1));
    createTask(
      sync(() => 1),
      { loop: other },
    );
    expect([allTasks().size, allTasks(other).size]).toEqual([2, 1]);
    bench.settle();
    expect([...allTasks()].map((task) => task === waiting)).toEqual([true]);
    waiting.cancel();
    bench.finish();
    expect(allTasks().size).toBe(0);
  });

  test('are given as a copy', () => {
    createTask(sync(() => 1));
    allTasks().clear();
    expect(allTasks().size).toBe(1);
  });
});
