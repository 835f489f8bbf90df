// The instructions that hold others or end their coroutine, by opcode: allowed in tasks only. They log their own lines.
// Each returns the `return` that left it, if one did.
import { asCompleted, asError, type Body, type Coroutine, type Timeout, taskGroup, timeout, timeoutAt } from 'rxduct';
import { isInstance } from './exceptions.ts';
import type { Operands } from './operands.ts';
import type { Frame, Returned, Scene } from './scene.ts';
import { formatError, formatValue } from './values.ts';

type Block = (scene: Scene, frame: Frame, values: Operands) => Body<Returned>;

function* holding(scene: Scene, frame: Frame, values: Operands): Body<Returned> {
  const name = values.text(0);
  const inside = (entered: string): Body<Returned> => {
    scene.log(frame.who, entered);
    return scene.runOps(frame, values.ops(1));
  };
  const { primitives } = scene;
  const returned = yield* primitives.isBarrier(name)
    ? primitives.barrier(name).use((index) => inside(`enter ${name} ${index}`))
    : primitives.lockable(name).use(() => inside(`enter ${name}`));
  scene.log(frame.who, `leave ${name}`);
  return returned;
}

type Limit = (limit: number | null, body: (timeout: Timeout) => Body<Returned>) => Coroutine<Returned>;

const limited = (limit: Limit): Block =>
  function* (scene, frame, values) {
    const name = values.text(0);
    let entered: Timeout | undefined;
    const returned = yield* limit(values.numberOrNull(1), (timeout) => {
      entered = timeout;
      scene.timeouts.set(name, timeout);
      return scene.runOps(frame, values.ops(2));
    });
    scene.log(frame.who, `timeout ${name} exit ${entered?.expired()}`);
    return returned;
  };

function* grouped(scene: Scene, frame: Frame, values: Operands): Body<Returned> {
  const name = values.text(0);
  const returned = yield* taskGroup((group) => {
    scene.groups.set(name, group);
    return scene.runOps(frame, values.ops(1));
  });
  scene.log(frame.who, `taskgroup ${name} exit`);
  return returned;
}

function* guarded(scene: Scene, frame: Frame, values: Operands): Body<Returned> {
  try {
    return yield* handled(scene, frame, values);
  } finally {
    if (values.has(2)) yield* scene.runOps(frame, values.ops(2));
  }
}

function* handled(scene: Scene, frame: Frame, values: Operands): Body<Returned> {
  try {
    return yield* scene.runOps(frame, values.ops(0));
  } catch (thrown) {
    const error = asError(thrown);
    for (const handler of values.list(1)) {
      const [types, ops] = handler as readonly [readonly string[], Parameters<Scene['runOps']>[1]];
      if (!types.some((type) => isInstance(error, type))) continue;
      scene.log(frame.who, `caught ${formatError(error)}`);
      return yield* scene.runOps({ who: frame.who, handled: error }, ops);
    }
    throw error;
  }
}

function* inOrderOfCompletion(scene: Scene, { who }: Frame, values: Operands): Body<Returned> {
  const futures = values.texts(0).map((name) => scene.names.get(name));
  for (const next of asCompleted(futures, { timeout: values.numberOrNull(1) })) {
    try {
      scene.log(who, `as_completed ${formatValue(yield* next)}`);
    } catch (thrown) {
      const error = asError(thrown);
      if (!isInstance(error, 'Exception')) throw error;
      scene.log(who, `as_completed raised ${formatError(error)}`);
    }
  }
  scene.log(who, 'as_completed end');
  return undefined;
}

function* awaiting(scene: Scene, frame: Frame, values: Operands): Body<Returned> {
  const awaited = values.get(0);
  if (typeof awaited === 'string') {
    scene.log(frame.who, `await ${awaited} ${formatValue(yield* scene.names.get(awaited))}`);
  } else {
    const returned = yield* scene.runOps(frame, values.ops(0));
    scene.log(frame.who, `await coroutine ${formatValue(returned?.value)}`);
  }
  return undefined;
}

export const BLOCK_OPS: ReadonlyMap<string, Block> = new Map<string, Block>([
  ['with', holding],
  ['timeout', limited(timeout)],
  ['timeout_at', limited(timeoutAt)],
  ['taskgroup', grouped],
  ['try', guarded],
  ['as_completed', inOrderOfCompletion],
  ['await', awaiting],
  [
    'reraise',
    // biome-ignore lint/correctness/useYield: it has the shape of the others.
    function* (_scene, { handled }) {
      throw handled ?? new TypeError('reraise outside of a handler');
    },
  ],
  [
    'return',
    // biome-ignore lint/correctness/useYield: it has the shape of the others.
    function* (_scene, _frame, values) {
      return { value: values.get(0) };
    },
  ],
  [
    'repeat',
    function* (scene, frame, values) {
      for (let round = 0; round < values.number(0); round++) {
        const returned = yield* scene.runOps(frame, values.ops(1));
        if (returned !== undefined) return returned;
      }
      return undefined;
    },
  ],
]);
