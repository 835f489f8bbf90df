// Instructions made at random, of what a program has: its primitives, its tasks and its futures.
import { listsOf } from './op-lists.ts';
import type { Random } from './random.ts';
import type { RawOp, RawProgram } from './raw-program.ts';

type Make = (name: string, random: Random) => RawOp;

const LOCKABLE: readonly Make[] = [
  (name) => ['acquire', name],
  (name) => ['release', name],
  (name) => ['locked', name],
  (name, random) => ['with', name, [['sleep', random.below(3)]]],
];

const QUEUES: readonly Make[] = [
  (name, random) => ['queue.put', name, random.below(9)],
  (name) => ['queue.get', name],
  (name, random) => ['queue.put_nowait', name, random.below(9)],
  (name) => ['queue.get_nowait', name],
  (name) => ['queue.task_done', name],
  (name) => ['queue.join', name],
  (name) => ['queue.info', name],
];

const ON_PRIMITIVES: Readonly<Record<string, readonly Make[]>> = {
  Lock: LOCKABLE,
  Semaphore: LOCKABLE,
  BoundedSemaphore: LOCKABLE,
  Condition: [
    ...LOCKABLE,
    (name) => ['with', name, [['cond.wait', name]]],
    (name, random) => ['with', name, [['cond.notify', name, 1 + random.below(2)]]],
    (name) => ['cond.notify_all', name],
  ],
  Event: [(name) => ['event.set', name], (name) => ['event.clear', name], (name) => ['event.wait', name]],
  Barrier: [
    (name) => ['barrier.wait', name],
    (name) => ['barrier.info', name],
    (name) => ['barrier.reset', name],
    (name) => ['barrier.abort', name],
  ],
  Queue: QUEUES,
  PriorityQueue: QUEUES,
  LifoQueue: QUEUES,
};

const ON_FUTURES: readonly Make[] = [
  (name, random) => ['future.set_result', name, random.below(9)],
  (name) => ['future.set_exception', name, 'AppError', 'changed'],
  (name, random) => ['future.add_done_callback', name, `cb${random.below(3)}`, [['log', 'called']]],
  (name, random) => ['future.remove_done_callback', name, `cb${random.below(3)}`],
];

const ON_AWAITABLES: readonly Make[] = [
  (name, random) => ['cancel', name, `message${random.below(9)}`],
  (name) => ['cancel', name],
  (name) => ['cancel', name, 'again'],
  (name) => ['await', name],
  (name) => ['future.state', name],
  (name) => ['uncancel', name],
  (name) => ['cancelling', name],
  (name, random) => ['wait_for', name, random.pick([null, 0, 1, 3])],
  (name, random) => ['wait', [name], random.pick(['FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED']), null],
  (name) => ['as_completed', [name], null],
  (name) => ['gather', 'gathered', [name], false],
  (name) => ['shield', 'shielded', name],
];

const ANYWHERE: readonly Make[] = [
  () => ['sleep', 0],
  (_name, random) => ['sleep', random.below(12)],
  () => ['raise', 'AppError', 'inserted'],
  () => ['raise', 'CancelledError', 'inserted'],
  () => ['cancel', 'self', 'own'],
  () => ['cancelling', 'self'],
  () => ['uncancel', 'self'],
  (_name, random) => ['return', random.below(9)],
];

/** Instructions whose first operand names a task or future that they make. */
const NAMING: readonly string[] = ['spawn', 'gather', 'shield', 'future.new'];

const namesIn = (program: RawProgram): string[] => {
  const made = listsOf(program)
    .flat()
    .flatMap(([opcode, first, second]) => {
      if (NAMING.includes(opcode)) return [String(first)];
      return opcode === 'tg.spawn' ? [String(second)] : [];
    });
  return [...program.workers.map(({ name }) => name), ...made];
};

export const newOp = (program: RawProgram, random: Random): RawOp => {
  const names = namesIn(program);
  const makers = [...ANYWHERE.map((make) => () => make('', random))];
  for (const [name, { type }] of Object.entries(program.primitives)) {
    for (const make of ON_PRIMITIVES[type] ?? []) makers.push(() => make(name, random));
    if (type !== 'Future') continue;
    for (const make of ON_FUTURES) makers.push(() => make(name, random));
    names.push(name);
  }
  const name = random.pick(names);
  for (const make of ON_AWAITABLES) makers.push(() => make(name, random));
  return random.pick(makers)();
};
