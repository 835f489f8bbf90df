// Instructions on futures and tasks that do not wait. What one returns is the line it logs.
import { Future, gather, shield } from 'rxduct';
import { makeException } from './exceptions.ts';
import { lookUp } from './names.ts';
import type { Operands } from './operands.ts';
import type { Scene } from './scene.ts';
import type { Perform } from './sync-op.ts';
import { formatState, formatValue } from './values.ts';

const callbackKey = (values: Operands): string => JSON.stringify([values.text(0), values.text(1)]);

/** Made once for a future and a label: the same pair is the same callback, whose first instructions win. */
const callbackOf = (scene: Scene, values: Operands): ((future: Future<unknown>) => void) => {
  const known = scene.callbacks.get(callbackKey(values));
  if (known !== undefined) return known;
  const label = values.text(1);
  const ops = values.has(2) ? values.ops(2) : [];
  const callback = (future: Future<unknown>): void => {
    scene.log(label, `done ${formatState(future)}`);
    scene.runCallback(label, ops);
  };
  scene.callbacks.set(callbackKey(values), callback);
  return callback;
};

const removeCallback = (scene: Scene, values: Operands): string => {
  const future = scene.names.get(values.text(0));
  const callback = scene.callbacks.get(callbackKey(values)) ?? lookUp(new Map<string, never>(), values.text(1));
  return `future.remove_done_callback ${values.text(0)} ${future.removeDoneCallback(callback)}`;
};

const FUTURES: Readonly<Record<string, Perform>> = {
  'future.new': ({ names, loop }, values) => names.set(values.text(0), new Future(loop)),
  'future.set_result': ({ names }, values) => {
    names.get(values.text(0)).setResult(values.get(1));
    return `future.set_result ${values.text(0)}`;
  },
  'future.set_exception': ({ names }, values) => {
    names.get(values.text(0)).setException(makeException(values.text(1), values.optionalText(2)));
    return `future.set_exception ${values.text(0)}`;
  },
  'future.add_done_callback': (scene, values) => {
    const future = scene.names.get(values.text(0));
    future.addDoneCallback(callbackOf(scene, values));
  },
  'future.remove_done_callback': removeCallback,
  'future.state': ({ names }, values) => `future.state ${values.text(0)} ${formatState(names.get(values.text(0)))}`,
  'future.result': ({ names }, values) =>
    `future.result ${values.text(0)} ${formatValue(names.get(values.text(0)).result())}`,
  'future.exception': ({ names }, values) =>
    `future.exception ${values.text(0)} ${formatValue(names.get(values.text(0)).exception())}`,
};

const TASKS: Readonly<Record<string, Perform>> = {
  spawn: (scene, values) => scene.spawn(values.text(0), values.ops(1)),
  cancel: ({ names }, values) => `cancel ${values.text(0)} ${names.get(values.text(0)).cancel(values.optionalText(1))}`,
  uncancel: ({ names }, values) => `uncancel ${values.text(0)} ${names.task(values.text(0)).uncancel()}`,
  cancelling: ({ names }, values) => `cancelling ${values.text(0)} ${names.task(values.text(0)).cancelling()}`,
};

const TOGETHER: Readonly<Record<string, Perform>> = {
  gather: (scene, values) => {
    const specs = values.awaitables(1);
    // All names are looked up before a coroutine is made that nobody would run.
    for (const spec of specs) if (typeof spec === 'string') scene.names.get(spec);
    const children = specs.map((spec) => scene.awaitable(spec));
    scene.names.set(values.text(0), gather(children, { returnExceptions: values.get(2) === true }));
  },
  shield: (scene, values) => scene.names.set(values.text(0), shield(scene.awaitable(values.awaitable(1)))),
  'tg.spawn': (scene, values) => {
    const group = lookUp(scene.groups, values.text(0));
    const coroutine = scene.body(values.text(1), values.ops(2));
    scene.names.register(values.text(1), group.createTask(coroutine));
  },
};

export const FUTURE_OPS: Readonly<Record<string, Perform>> = { ...FUTURES, ...TASKS, ...TOGETHER };
