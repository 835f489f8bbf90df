import { coroutine, createTask, getEventLoop, Lock, sleep, type TimerHandle } from 'rxduct';

/** One thing measured: does something `count` times, and resolves when all of it is over. */
export type Case = (count: number) => Promise<void>;

const TASKS = 100;

async function asyncFunction(): Promise<void> {}

const switcher = coroutine(function* (times: number) {
  for (let i = 0; i < times; i++) yield* sleep(0);
});

const locker = coroutine(function* (lock: Lock, times: number) {
  for (let i = 0; i < times; i++) {
    yield* lock.acquire();
    lock.release();
  }
});

const nothing = coroutine(function* () {
  yield* [];
});

export const cases: Readonly<Record<string, Case>> = {
  'switch: sleep(0) among 100 tasks': async (count) => {
    await Promise.all(Array.from({ length: TASKS }, () => createTask(switcher(count / TASKS))));
  },

  'switch: await asyncFunction() among 100': async (count) => {
    const run = async (): Promise<void> => {
      for (let i = 0; i < count / TASKS; i++) await asyncFunction();
    };
    await Promise.all(Array.from({ length: TASKS }, run));
  },

  'callSoon, batches of 1000': (count) =>
    new Promise((resolve) => {
      const loop = getEventLoop();
      let left = count;
      const tick = (): void => {
        if (--left === 0) resolve();
        else if (left % 1000 === 0) for (let i = 0; i < 1000; i++) loop.callSoon(tick);
      };
      for (let i = 0; i < 1000; i++) loop.callSoon(tick);
    }),

  'setImmediate, batches of 1000': (count) =>
    new Promise((resolve) => {
      let left = count;
      const tick = (): void => {
        if (--left === 0) resolve();
        else if (left % 1000 === 0) for (let i = 0; i < 1000; i++) setImmediate(tick);
      };
      for (let i = 0; i < 1000; i++) setImmediate(tick);
    }),

  'timers over 200 ms: callLater': (count) =>
    new Promise((resolve) => {
      const loop = getEventLoop();
      let left = count;
      const fire = (): void => {
        if (--left === 0) resolve();
      };
      for (let i = 0; i < count; i++) loop.callLater(1 + (i % 200), fire);
    }),

  'timers over 200 ms: setTimeout': (count) =>
    new Promise((resolve) => {
      let left = count;
      const fire = (): void => {
        if (--left === 0) resolve();
      };
      for (let i = 0; i < count; i++) setTimeout(fire, 1 + (i % 200));
    }),

  'idle timer: refresh()': (count) =>
    new Promise((resolve) => {
      const loop = getEventLoop();
      // Inside a callback, where a message would restart it.
      loop.callSoon(() => {
        const timer: TimerHandle = loop.callLater(60_000, () => {});
        for (let i = 0; i < count; i++) timer.refresh();
        timer.cancel();
        resolve();
      });
    }),

  'idle timer: clearTimeout + setTimeout': async (count) => {
    let timer = setTimeout(() => {}, 60_000);
    for (let i = 0; i < count; i++) {
      clearTimeout(timer);
      timer = setTimeout(() => {}, 60_000);
    }
    clearTimeout(timer);
  },

  'lock: acquire and release': async (count) => {
    await createTask(locker(new Lock(), count));
  },

  'tasks created and finished': async (count) => {
    for (let done = 0; done < count; done += 1000) {
      const tasks = Array.from({ length: 1000 }, () => createTask(nothing()));
      await tasks[999];
    }
  },
};
