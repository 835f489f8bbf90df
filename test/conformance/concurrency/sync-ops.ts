// The instructions that do not wait, by opcode: allowed in tasks and in callbacks. What one returns is the line it logs.
import { makeException } from './exceptions.ts';
import { FUTURE_OPS } from './future-ops.ts';
import { lookUp } from './names.ts';
import type { Perform } from './sync-op.ts';
import { formatValue } from './values.ts';

const SCRIPT: Readonly<Record<string, Perform>> = {
  log: (_scene, values) => `log ${values.get(0)}`,
  raise: (_scene, values) => {
    throw makeException(values.text(0), values.optionalText(1));
  },
  'var.set': ({ variables }, values) => {
    variables.set(values.text(0), values.number(1));
  },
  'var.add': ({ variables }, values) => {
    const sum = (variables.get(values.text(0)) ?? 0) + values.number(1);
    variables.set(values.text(0), sum);
    return `var ${values.text(0)} ${sum}`;
  },
};

const LOCKS: Readonly<Record<string, Perform>> = {
  release: ({ primitives }, values) => {
    primitives.lockable(values.text(0)).release();
    return `release ${values.text(0)}`;
  },
  locked: ({ primitives }, values) => `locked ${values.text(0)} ${primitives.lockable(values.text(0)).locked()}`,
  'event.set': ({ primitives }, values) => {
    primitives.event(values.text(0)).set();
    return `event.set ${values.text(0)}`;
  },
  'event.clear': ({ primitives }, values) => {
    primitives.event(values.text(0)).clear();
    return `event.clear ${values.text(0)}`;
  },
  'event.is_set': ({ primitives }, values) =>
    `event.is_set ${values.text(0)} ${primitives.event(values.text(0)).isSet()}`,
  'cond.notify': ({ primitives }, values) => {
    primitives.condition(values.text(0)).notify(values.number(1));
    return `cond.notify ${values.text(0)} ${values.number(1)}`;
  },
  'cond.notify_all': ({ primitives }, values) => {
    primitives.condition(values.text(0)).notifyAll();
    return `cond.notify_all ${values.text(0)}`;
  },
  'barrier.info': ({ primitives }, values) => {
    const { parties, nWaiting, broken } = primitives.barrier(values.text(0));
    return `barrier.info ${values.text(0)} ${parties} ${nWaiting} ${broken}`;
  },
};

const QUEUES: Readonly<Record<string, Perform>> = {
  'queue.put_nowait': ({ primitives }, values) => {
    primitives.queue(values.text(0)).putNowait(values.get(1));
    return `queue.put_nowait ${values.text(0)} ${formatValue(values.get(1))}`;
  },
  'queue.get_nowait': ({ primitives }, values) =>
    `queue.get_nowait ${values.text(0)} ${formatValue(primitives.queue(values.text(0)).getNowait())}`,
  'queue.task_done': ({ primitives }, values) => {
    primitives.queue(values.text(0)).taskDone();
    return `queue.task_done ${values.text(0)}`;
  },
  'queue.info': ({ primitives }, values) => {
    const queue = primitives.queue(values.text(0));
    return `queue.info ${values.text(0)} ${queue.qsize()} ${queue.empty()} ${queue.full()}`;
  },
};

const TIMES: Readonly<Record<string, Perform>> = {
  call_soon: (scene, values) => {
    const [label, ops] = [values.text(0), values.ops(1)];
    scene.handles.set(
      label,
      scene.loop.callSoon(() => scene.runCallback(label, ops)),
    );
  },
  call_later: (scene, values) => {
    const [label, ops] = [values.text(0), values.ops(2)];
    scene.handles.set(
      label,
      scene.loop.callLater(values.number(1), () => scene.runCallback(label, ops)),
    );
  },
  call_at: (scene, values) => {
    const [label, ops] = [values.text(0), values.ops(2)];
    scene.handles.set(
      label,
      scene.loop.callAt(values.number(1), () => scene.runCallback(label, ops)),
    );
  },
  'handle.cancel': ({ handles }, values) => {
    lookUp(handles, values.text(0)).cancel();
    return `handle.cancel ${values.text(0)}`;
  },
  'handle.cancelled': ({ handles }, values) =>
    `handle.cancelled ${values.text(0)} ${lookUp(handles, values.text(0)).cancelled()}`,
  'timeout.reschedule': ({ timeouts, loop }, values) => {
    const delay = values.numberOrNull(1);
    lookUp(timeouts, values.text(0)).reschedule(delay === null ? null : loop.time() + delay);
    return `timeout.reschedule ${values.text(0)}`;
  },
  'timeout.info': ({ timeouts }, values) => {
    const timeout = lookUp(timeouts, values.text(0));
    return `timeout.info ${values.text(0)} ${formatValue(timeout.when())} ${timeout.expired()}`;
  },
};

export const SYNC_OPS: ReadonlyMap<string, Perform> = new Map(
  Object.entries({ ...SCRIPT, ...LOCKS, ...QUEUES, ...TIMES, ...FUTURE_OPS }),
);
