import { expect, test } from '@jest/globals';
import { firstValueFrom, merge, Subject, switchMap } from 'rxjs';
import { LimitError } from '../../src/errors.ts';
import { mapAsync } from '../../src/flow/map-async.ts';
import { Deferreds } from '../support/deferreds.ts';
import { FlowSource } from '../support/flow-source.ts';

const names = (count: number, first = 0): string[] => Array.from({ length: count }, (_, i) => String(first + i));

test('the valve is held at highWater and let go at lowWater', async () => {
  const calls = new Deferreds<string>();
  const source = new FlowSource<string>();
  source.flow.pipe(mapAsync((name) => calls.start(name), { highWater: 4, lowWater: 2 })).subscribe();
  // The first one is under way and does not wait.
  for (const name of names(4)) source.next(name);
  expect(source.valve.isHeld()).toBe(false);
  source.next('4');
  expect(source.valve.isHeld()).toBe(true);
  await calls.resolve('0', '');
  expect(source.valve.isHeld()).toBe(true);
  await calls.resolve('1', '');
  expect(source.valve.isHeld()).toBe(false);
  expect(source.changes).toEqual([true, false]);
});

test('without lowWater it is a quarter of highWater, which is 16 by default', async () => {
  const calls = new Deferreds<string>();
  const source = new FlowSource<string>();
  source.flow.pipe(mapAsync((name) => calls.start(name))).subscribe();
  const all = names(17);
  for (const name of all.slice(0, 16)) source.next(name);
  expect(source.valve.isHeld()).toBe(false);
  source.next('16');
  expect(source.valve.isHeld()).toBe(true);
  for (const name of names(11)) await calls.resolve(name, '');
  expect(source.valve.isHeld()).toBe(true);
  await calls.resolve('11', '');
  expect(source.valve.isHeld()).toBe(false);
});

test('highWater 1 lets no value wait but those of a chunk that was read already', async () => {
  const calls = new Deferreds<string>();
  const source = new FlowSource<string>();
  source.flow.pipe(mapAsync((name) => calls.start(name), { highWater: 1 })).subscribe();
  source.next('0');
  expect(source.valve.isHeld()).toBe(false);
  source.next('1');
  source.next('2');
  expect(source.valve.isHeld()).toBe(true);
  await calls.resolve('0', '');
  expect(source.valve.isHeld()).toBe(true);
  await calls.resolve('1', '');
  expect(source.valve.isHeld()).toBe(false);
});

test('a source with a valve may go over the limit: it cannot take back what has been read', async () => {
  const calls = new Deferreds<string>();
  const source = new FlowSource<string>();
  const seen: string[] = [];
  source.flow.pipe(mapAsync((name) => calls.start(name), { limit: 10 })).subscribe((name) => seen.push(name));
  for (const name of names(100)) source.next(name);
  for (const name of names(100)) await calls.resolve(name, name);
  expect(seen).toEqual(names(100));
});

test('a source without a valve gets its limit, and then the result is an error', () => {
  const calls = new Deferreds<string>();
  const source = new Subject<string>();
  const errors: unknown[] = [];
  source.pipe(mapAsync((name) => calls.start(name), { limit: 10 })).subscribe({ error: (error) => errors.push(error) });
  for (const name of names(11)) source.next(name);
  expect([errors, source.observed]).toEqual([[], true]);
  source.next('11');
  expect(errors).toEqual([expect.any(LimitError)]);
  expect(errors[0]).toMatchObject({ code: 'ERR_LIMIT', owner: 'mapAsync', limit: 10, seen: 11 });
  expect(source.observed).toBe(false);
});

test('the limit is 1024 by default', () => {
  const source = new Subject<number>();
  const errors: unknown[] = [];
  source.pipe(mapAsync(() => new Promise<void>(() => {}))).subscribe({ error: (error) => errors.push(error) });
  for (let i = 0; i < 1 + 1024; i++) source.next(i);
  expect(errors).toEqual([]);
  source.next(-1);
  expect(errors).toMatchObject([{ limit: 1024, seen: 1025 }]);
});

test('a Flow behind an asynchronous switchMap has no valve to find; inside the inner pipe it has', () => {
  const [outside, inside] = [new FlowSource<string>(), new FlowSource<string>()];
  const trigger = new Subject<void>();
  const work = mapAsync(() => new Promise<void>(() => {}), { highWater: 2, limit: 3 });
  const errors: unknown[] = [];
  trigger
    .pipe(
      switchMap(() => outside.flow),
      work,
    )
    .subscribe({ error: (error) => errors.push(error) });
  trigger.pipe(switchMap(() => inside.flow.pipe(work))).subscribe({ error: (error) => errors.push(error) });
  trigger.next();
  for (const name of names(5)) {
    outside.next(name);
    inside.next(name);
  }
  expect(errors).toEqual([expect.any(LimitError)]);
  expect([outside.changes, inside.changes]).toEqual([[], [true]]);
});

test('all valves of a merge are held', async () => {
  const calls = new Deferreds<string>();
  const [a, b] = [new FlowSource<string>(), new FlowSource<string>()];
  merge(a.flow, b.flow)
    .pipe(mapAsync((name) => calls.start(name), { highWater: 1 }))
    .subscribe();
  a.next('0');
  a.next('1');
  expect([a.valve.isHeld(), b.valve.isHeld()]).toEqual([true, true]);
  await calls.resolve('0', '');
  expect([a.valve.isHeld(), b.valve.isHeld()]).toEqual([false, false]);
});

test('of two bounded operators in one pipe each holds the valve by itself', async () => {
  const [first, second] = [new Deferreds<string>(), new Deferreds<string>()];
  const source = new FlowSource<string>();
  source.flow
    .pipe(
      mapAsync((name) => first.start(name), { highWater: 1 }),
      mapAsync((name) => second.start(name), { highWater: 1 }),
    )
    .subscribe();
  for (const name of names(3)) source.next(name);
  expect(source.valve.isHeld()).toBe(true);
  for (const name of names(3)) await first.resolve(name, name);
  // The first has caught up; the second one lags behind now.
  expect(source.valve.isHeld()).toBe(true);
  await second.resolve('0', '');
  await second.resolve('1', '');
  expect(source.valve.isHeld()).toBe(false);
});

test.each([
  ['unsubscribing', (_source: FlowSource<string>, leave: () => void) => leave()],
  ['an error of the source', (source: FlowSource<string>) => source.error(new Error('lost'))],
])('%s lets the valve go', (_what, end) => {
  const source = new FlowSource<string>();
  const work = mapAsync(() => new Promise<void>(() => {}), { highWater: 1 });
  const subscription = source.flow.pipe(work).subscribe({ error: () => {} });
  for (const name of names(3)) source.next(name);
  expect(source.valve.isHeld()).toBe(true);
  end(source, () => subscription.unsubscribe());
  expect([source.valve.isHeld(), source.subscribers]).toEqual([false, false]);
});

test('an error of a call lets the valve go', async () => {
  const calls = new Deferreds<string>();
  const source = new FlowSource<string>();
  const outcome = firstValueFrom(source.flow.pipe(mapAsync((name) => calls.start(name), { highWater: 1 })));
  for (const name of names(3)) source.next(name);
  const failed = expect(outcome).rejects.toThrow(RangeError);
  await calls.reject('0', new RangeError('oops'));
  await failed;
  expect([source.valve.isHeld(), source.subscribers]).toEqual([false, false]);
});
