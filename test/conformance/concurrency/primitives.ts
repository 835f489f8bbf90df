// The locks, queues and other things that a program names, as instances of rxduct's classes.
import { Barrier, BoundedSemaphore, Condition, Event, LifoQueue, Lock, PriorityQueue, Queue, Semaphore } from 'rxduct';
import type { PrimitiveSpec } from './program.ts';

export type Lockable = Lock | Condition | Semaphore;
type Primitive = Lockable | Event | Barrier | Queue<unknown>;

/** Python's order: lists item by item; a string and a number have none. */
const compareAsPython = (left: unknown, right: unknown): number => {
  if (Array.isArray(left) && Array.isArray(right)) {
    const index = left.findIndex((item, at) => at < right.length && compareAsPython(item, right[at]) !== 0);
    return index < 0 ? left.length - right.length : compareAsPython(left[index], right[index]);
  }
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : Number(left > right);
  throw new TypeError(`'<' is not supported between ${typeof left} and ${typeof right}`);
};

const isLockable = (primitive: Primitive): primitive is Lockable =>
  primitive instanceof Lock || primitive instanceof Condition || primitive instanceof Semaphore;

export class Primitives {
  readonly #all = new Map<string, Primitive>();

  make(name: string, { type, args }: PrimitiveSpec): void {
    this.#all.set(name, this.#create(type, args));
  }

  lockable(name: string): Lockable {
    return this.#narrow(name, isLockable);
  }

  event(name: string): Event {
    return this.#narrow(name, (primitive) => primitive instanceof Event);
  }

  condition(name: string): Condition {
    return this.#narrow(name, (primitive) => primitive instanceof Condition);
  }

  barrier(name: string): Barrier {
    return this.#narrow(name, (primitive) => primitive instanceof Barrier);
  }

  isBarrier(name: string): boolean {
    return this.#all.get(name) instanceof Barrier;
  }

  queue(name: string): Queue<unknown> {
    return this.#narrow(name, (primitive) => primitive instanceof Queue);
  }

  #create(type: string, args: readonly unknown[]): Primitive {
    const [first] = args;
    const size = (otherwise: number): number => (typeof first === 'number' ? first : otherwise);
    switch (type) {
      case 'Lock':
        return new Lock();
      case 'Event':
        return new Event();
      case 'Condition':
        return typeof first === 'string'
          ? new Condition(this.#narrow(first, (primitive) => primitive instanceof Lock))
          : new Condition();
      case 'Semaphore':
        return new Semaphore(size(1));
      case 'BoundedSemaphore':
        return new BoundedSemaphore(size(1));
      case 'Barrier':
        return new Barrier(size(1));
      case 'Queue':
        return new Queue(size(0));
      case 'PriorityQueue':
        return new PriorityQueue(size(0), compareAsPython);
      case 'LifoQueue':
        return new LifoQueue(size(0));
      default:
        throw new Error(`a primitive of an unknown type: ${type}`);
    }
  }

  #narrow<T extends Primitive>(name: string, is: (primitive: Primitive) => primitive is T): T {
    const primitive = this.#all.get(name);
    if (primitive === undefined || !is(primitive)) throw new Error(`${name} is not the primitive that is wanted here`);
    return primitive;
  }
}
