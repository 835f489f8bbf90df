import { expect, test } from '@jest/globals';
import { filter, lastValueFrom, map, type Observer, Subscriber, toArray } from 'rxjs';
import { lines } from '../../src/codec/lines.ts';
import { decode, encode } from '../../src/codec/operators.ts';
import { GuardedObservable } from '../../src/flow/guarded-observable.ts';
import { mapAsync } from '../../src/flow/map-async.ts';
import { operate } from '../../src/flow/operate.ts';
import { FlowSource } from '../support/flow-source.ts';

// An error that reaches neither a subscriber nor the guard fails these tests: see test/support/setup.ts.

const oops = new RangeError('oops');
const fail = (): never => {
  throw oops;
};

test('what a subscriber throws goes to the guard, and the subscriber goes on', () => {
  const source = new FlowSource<number>();
  const seen: number[] = [];
  source.flow.subscribe((value) => {
    seen.push(value);
    if (value === 1) fail();
  });
  source.next(1);
  source.next(2);
  expect(source.guarded).toEqual([{ error: oops, thrown: true }]);
  expect(seen).toEqual([1, 2]);
});

test('what the other callbacks throw goes to the guard', () => {
  const [completing, failing] = [new FlowSource<number>(), new FlowSource<number>()];
  completing.flow.subscribe({ complete: fail });
  completing.complete();
  failing.flow.subscribe({ error: fail });
  failing.error(new Error('the cause'));
  expect(completing.guarded).toEqual([{ error: oops, thrown: true }]);
  expect(failing.guarded).toEqual([{ error: oops, thrown: true }]);
});

test('an error goes to the subscriber that handles it, and not to the guard', () => {
  const source = new FlowSource<number>();
  const errors: unknown[] = [];
  source.flow.subscribe({ error: (error) => errors.push(error) });
  source.flow.subscribe(
    () => {},
    (error) => errors.push(error),
  );
  source.error(oops);
  expect(errors).toEqual([oops, oops]);
  expect(source.guarded).toEqual([]);
});

test.each<[string, Partial<Observer<number>> | ((value: number) => void) | null | undefined]>([
  ['a function', () => {}],
  ['an observer without error', { next: () => {} }],
  ['an observer whose error is null', { error: null } as unknown as Partial<Observer<number>>],
  ['null', null],
  ['nothing', undefined],
])('an error nobody handles goes to the guard: the subscriber is %s', (_what, observer) => {
  const source = new FlowSource<number>();
  source.flow.subscribe(observer);
  source.next(1);
  source.error(oops);
  expect(source.guarded).toEqual([{ error: oops, thrown: false }]);
});

test('the three callbacks of the old signature are called', () => {
  const source = new FlowSource<number>();
  const calls: unknown[] = [];
  source.flow.subscribe(
    (value) => calls.push(value),
    null,
    () => calls.push('complete'),
  );
  source.flow.subscribe(null, null, () => calls.push('only complete'));
  source.next(1);
  source.complete();
  expect(calls).toEqual([1, 'complete', 'only complete']);
});

test('an observer keeps its `this`', () => {
  const source = new FlowSource<number>();
  class Sum implements Partial<Observer<number>> {
    sum = 0;
    next(value: number): void {
      this.sum += value;
    }
  }
  const observer = new Sum();
  source.flow.subscribe(observer);
  source.next(3);
  source.next(4);
  expect(observer.sum).toBe(7);
});

test('a pipe made of RxJS operators is guarded at its end', () => {
  const source = new FlowSource<number>();
  const piped = source.flow.pipe(
    filter((value) => value > 0),
    map((value) => (value === 7 ? fail() : value)),
  );
  expect(piped).toBeInstanceOf(GuardedObservable);
  piped.subscribe((value) => {
    if (value === 1) fail();
  });
  source.next(1);
  source.next(7);
  expect(source.guarded).toEqual([
    { error: oops, thrown: true },
    { error: oops, thrown: false },
  ]);
  expect(source.subscribers).toBe(false);
});

test('our own operators carry the guard along', () => {
  const source = new FlowSource<Buffer>();
  const piped = source.flow.pipe(
    decode(lines({ maxLength: 3 })),
    mapAsync((line) => line),
    encode(lines()),
  );
  expect(piped).toBeInstanceOf(GuardedObservable);
  piped.subscribe(fail);
  source.next(Buffer.from('abc\n'));
  expect(source.guarded).toEqual([{ error: oops, thrown: true }]);
  source.next(Buffer.from('abcd\n'));
  expect(source.guarded[1]).toMatchObject({ error: { code: 'ERR_LIMIT' }, thrown: false });
});

test('a Subscriber is passed on as it is, because it belongs to an operator', async () => {
  const source = new FlowSource<number>();
  const seen: number[] = [];
  const subscriber = new Subscriber<number>({ next: (value) => seen.push(value), error: () => {}, complete: () => {} });
  expect(source.flow.subscribe(subscriber)).toBe(subscriber);
  const values = lastValueFrom(source.flow.pipe(toArray()));
  source.next(1);
  source.complete();
  expect(await values).toEqual([1]);
  expect(seen).toEqual([1]);
});

test('unsubscribing reaches the source', () => {
  const source = new FlowSource<number>();
  const subscription = source.flow.pipe(map((value) => value)).subscribe();
  expect(source.subscribers).toBe(true);
  subscription.unsubscribe();
  expect(source.subscribers).toBe(false);
});

test('operate also takes what is no Observable of RxJS but can be subscribed to', () => {
  const source = new FlowSource<number>();
  const foreign = { subscribe: source.flow.subscribe.bind(source.flow) } as unknown as typeof source.flow;
  const seen: number[] = [];
  const double = operate<number, number>((from, subscriber) => from.subscribe((value) => subscriber.next(value * 2)));
  double(foreign).subscribe((value) => seen.push(value));
  source.next(4);
  expect(seen).toEqual([8]);
});
