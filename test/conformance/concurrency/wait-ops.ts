// The instructions that wait once, by opcode: allowed in tasks only. What one returns is the line it logs.
import { type Body, type Future, type ReturnWhen, sleep, wait, waitFor } from 'rxduct';
import type { Operands } from './operands.ts';
import type { Scene } from './scene.ts';
import { formatValue } from './values.ts';

type Wait = (scene: Scene, values: Operands) => Body<string>;

const TIMES: Readonly<Record<string, Wait>> = {
  *sleep(_scene, values) {
    yield* sleep(values.number(0));
    return `sleep ${values.number(0)}`;
  },
};

const LOCKS: Readonly<Record<string, Wait>> = {
  *acquire({ primitives }, values) {
    yield* primitives.lockable(values.text(0)).acquire();
    return `acquire ${values.text(0)}`;
  },
  *'event.wait'({ primitives }, values) {
    return `event.wait ${values.text(0)} ${yield* primitives.event(values.text(0)).wait()}`;
  },
  *'cond.wait'({ primitives }, values) {
    return `cond.wait ${values.text(0)} ${yield* primitives.condition(values.text(0)).wait()}`;
  },
  *'cond.wait_for'({ primitives, variables }, values) {
    const isReached = (): boolean => (variables.get(values.text(1)) ?? 0) >= values.number(2);
    return `cond.wait_for ${values.text(0)} ${yield* primitives.condition(values.text(0)).waitFor(isReached)}`;
  },
  *'barrier.wait'({ primitives }, values) {
    return `barrier.wait ${values.text(0)} ${yield* primitives.barrier(values.text(0)).wait()}`;
  },
  *'barrier.abort'({ primitives }, values) {
    yield* primitives.barrier(values.text(0)).abort();
    return `barrier.abort ${values.text(0)}`;
  },
  *'barrier.reset'({ primitives }, values) {
    yield* primitives.barrier(values.text(0)).reset();
    return `barrier.reset ${values.text(0)}`;
  },
};

const QUEUES: Readonly<Record<string, Wait>> = {
  *'queue.put'({ primitives }, values) {
    yield* primitives.queue(values.text(0)).put(values.get(1));
    return `queue.put ${values.text(0)} ${formatValue(values.get(1))}`;
  },
  *'queue.get'({ primitives }, values) {
    return `queue.get ${values.text(0)} ${formatValue(yield* primitives.queue(values.text(0)).get())}`;
  },
  *'queue.join'({ primitives }, values) {
    yield* primitives.queue(values.text(0)).join();
    return `queue.join ${values.text(0)}`;
  },
};

const FUTURES: Readonly<Record<string, Wait>> = {
  *wait({ names }, values) {
    const labels = values.texts(0);
    const futures = labels.map((label) => names.get(label));
    const options = { returnWhen: values.text(1) as ReturnWhen, timeout: values.numberOrNull(2) };
    const { done, pending } = yield* wait(futures, options);
    // A name that was given twice is printed twice.
    const among = (set: ReadonlySet<Future<unknown>>): string =>
      labels.filter((_, index) => set.has(futures[index] as Future<unknown>)).join(',');
    return `wait done=[${among(done)}] pending=[${among(pending)}]`;
  },
  *wait_for(scene, values) {
    return `wait_for ${formatValue(yield* waitFor(scene.awaitable(values.awaitable(0)), values.numberOrNull(1)))}`;
  },
};

export const WAIT_OPS: ReadonlyMap<string, Wait> = new Map(
  Object.entries({ ...TIMES, ...LOCKS, ...QUEUES, ...FUTURES }),
);
