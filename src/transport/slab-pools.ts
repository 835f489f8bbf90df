import type { EventLoop } from '../loop/event-loop.ts';
import { SlabPool } from './slab.ts';

const pools = new WeakMap<EventLoop, SlabPool>();

/** The slabs that the connections of one loop share. */
export function slabsOf(loop: EventLoop): SlabPool {
  let pool = pools.get(loop);
  if (pool === undefined) {
    pool = new SlabPool();
    pools.set(loop, pool);
  }
  return pool;
}
