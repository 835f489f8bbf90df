import { expect, test } from '@jest/globals';
import { createTask, LifoQueue } from 'rxduct';
import { inLoop, steps, thrownBy } from '../support/virtual.ts';

test(
  'the last item put comes first',
  inLoop(function* () {
    const queue = new LifoQueue<number>();
    for (const item of [1, 3, 2]) yield* queue.put(item);
    expect([yield* queue.get(), yield* queue.get(), yield* queue.get()]).toEqual([2, 3, 1]);
  }),
);

test(
  'one who waits gets the last item that was put before it ran',
  inLoop(function* () {
    const queue = new LifoQueue<number>();
    const task = createTask(queue.get());
    yield* steps();
    queue.putNowait(1);
    queue.putNowait(2);
    expect([yield* task, queue.getNowait()]).toEqual([2, 1]);
  }),
);

test(
  'a stack has a maximum size as well',
  inLoop(function* () {
    const queue = new LifoQueue<number>(1);
    queue.putNowait(1);
    expect(thrownBy(() => queue.putNowait(2))).toMatchObject({ code: 'ERR_QUEUE_FULL' });
    const task = createTask(queue.put(2));
    yield* steps();
    expect(queue.getNowait()).toBe(1);
    yield* task;
    expect([queue.getNowait(), queue.empty()]).toEqual([2, true]);
    expect(thrownBy(() => queue.getNowait())).toMatchObject({ code: 'ERR_QUEUE_EMPTY' });
  }),
);
