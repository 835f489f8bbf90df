import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Slab, SlabPool } from '../../src/transport/slab.ts';
import { slabsOf } from '../../src/transport/slab-pools.ts';
import { ManualLoop } from '../support/manual-loop.ts';

test('a slab is filled from its start', () => {
  const slab = new Slab(100);
  expect([slab.memory.length, slab.used, slab.free]).toEqual([100, 0, 100]);
  slab.claim(30);
  slab.claim(20);
  expect([slab.used, slab.free]).toEqual([50, 50]);
});

test('a slab is empty again when nothing of it is live, and not before', () => {
  const slab = new Slab(100);
  slab.claim(30);
  slab.claim(20);
  slab.release(30);
  expect(slab.used).toBe(50);
  slab.release(19);
  expect(slab.used).toBe(50);
  slab.release(1);
  expect([slab.used, slab.free]).toEqual([0, 100]);
});

test('what is live is never handed out again', () => {
  const command = fc.oneof(
    fc.record({ claim: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ release: fc.nat({ max: 9 }) }),
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 100 }), (commands) => {
      const slab = new Slab(200);
      const live: { start: number; end: number }[] = [];
      for (const each of commands) {
        if ('claim' in each) {
          if (slab.free < each.claim) continue;
          const [start, end] = [slab.used, slab.used + each.claim];
          expect(live.some((run) => run.start < end && start < run.end)).toBe(false);
          live.push({ start, end });
          slab.claim(each.claim);
        } else {
          const [run] = live.splice(each.release % Math.max(1, live.length), 1);
          if (run !== undefined) slab.release(run.end - run.start);
        }
      }
    }),
  );
});

test('a pool hands out the same slab as long as there is room in it', () => {
  const pool = new SlabPool();
  const slab = pool.slabFor(16 * 1024);
  slab.claim(slab.free - 10);
  expect(pool.slabFor(10)).toBe(slab);
  const next = pool.slabFor(11);
  expect(next).not.toBe(slab);
  expect(next.free).toBeGreaterThanOrEqual(11);
  // The full one is left to those who hold parts of it.
  slab.release(slab.used);
  expect(pool.slabFor(1)).toBe(next);
});

test('the connections of one loop share a pool, those of another do not', () => {
  const [a, b] = [new ManualLoop(), new ManualLoop()];
  expect(slabsOf(a)).toBe(slabsOf(a));
  expect(slabsOf(a)).not.toBe(slabsOf(b));
});
