import { expect, test } from '@jest/globals';
import { BehaviorSubject, take } from 'rxjs';
import { pullWhileWritable } from '../../src/transport/pull.ts';
import { Deferreds, settled } from '../support/deferreds.ts';

const collect = () => {
  const seen: unknown[] = [];
  const observer = {
    next: (value: unknown) => void seen.push(value),
    error: (error: unknown) => void seen.push({ error }),
    complete: () => void seen.push('complete'),
  };
  return { seen, observer };
};

function* count(end: number, log: string[] = []) {
  try {
    for (let n = 0; n < end; n++) {
      log.push(`asked for ${n}`);
      yield n;
    }
  } finally {
    log.push('returned');
  }
}

test('an iterator is asked for all it has while the transport is writable', () => {
  const { seen, observer } = collect();
  pullWhileWritable(count(3), new BehaviorSubject(true)).subscribe(observer);
  expect(seen).toEqual([0, 1, 2, 'complete']);
});

test('an iterator is not asked before there is a subscriber, nor while the transport is not writable', () => {
  const log: string[] = [];
  const writable = new BehaviorSubject(false);
  const { seen, observer } = collect();
  const source = pullWhileWritable(count(3, log), writable);
  source.subscribe(observer);
  expect(log).toEqual([]);
  writable.next(true);
  expect(seen).toEqual([0, 1, 2, 'complete']);
});

test('asking stops at the value that made the transport full, and goes on behind it', () => {
  const log: string[] = [];
  const writable = new BehaviorSubject(true);
  const { seen, observer } = collect();
  pullWhileWritable(count(3, log), writable).subscribe({
    ...observer,
    next: (value) => {
      observer.next(value);
      writable.next(false);
    },
  });
  expect(log).toEqual(['asked for 0']);
  writable.next(true);
  writable.next(true);
  expect([seen, log]).toEqual([
    [0, 1, 2],
    ['asked for 0', 'asked for 1', 'asked for 2'],
  ]);
  writable.next(true);
  expect(seen).toEqual([0, 1, 2, 'complete']);
});

test('a transport that becomes writable again inside of a value is asked no second time within the first', () => {
  const writable = new BehaviorSubject(true);
  const { seen, observer } = collect();
  pullWhileWritable(count(1000), writable).subscribe({
    ...observer,
    next: (value) => {
      observer.next(value);
      writable.next(false);
      writable.next(true);
    },
  });
  expect(seen).toEqual([...count(1000), 'complete']);
});

test('an asynchronous iterator is asked for one value at a time', async () => {
  const calls = new Deferreds<IteratorResult<string>>();
  let asked = 0;
  const { seen, observer } = collect();
  const writable = new BehaviorSubject(true);
  pullWhileWritable({ next: () => calls.start(String(asked++)) }, writable).subscribe(observer);
  writable.next(false);
  writable.next(true);
  expect(calls.started).toEqual(['0']);
  await calls.resolve('0', { value: 'a' });
  expect([calls.started, seen]).toEqual([['0', '1'], ['a']]);
  writable.next(false);
  await calls.resolve('1', { value: 'b' });
  expect([calls.started, seen]).toEqual([
    ['0', '1'],
    ['a', 'b'],
  ]);
  writable.next(true);
  await calls.resolve('2', { done: true, value: undefined });
  expect(seen).toEqual(['a', 'b', 'complete']);
});

test('what an iterator throws or rejects with is the error of the result', async () => {
  const oops = new RangeError('oops');
  const [throwing, rejecting] = [collect(), collect()];
  const next = () => {
    throw oops;
  };
  pullWhileWritable({ next }, new BehaviorSubject(true)).subscribe(throwing.observer);
  pullWhileWritable({ next: () => Promise.reject(oops) }, new BehaviorSubject(true)).subscribe(rejecting.observer);
  await settled();
  expect([throwing.seen, rejecting.seen]).toEqual([[{ error: oops }], [{ error: oops }]]);
});

test('unsubscribing returns the iterator, which runs its finally', () => {
  const log: string[] = [];
  const writable = new BehaviorSubject(true);
  const { seen, observer } = collect();
  pullWhileWritable(count(1000, log), writable).pipe(take(2)).subscribe(observer);
  expect([seen, log]).toEqual([
    [0, 1, 'complete'],
    ['asked for 0', 'asked for 1', 'returned'],
  ]);
  expect(writable.observed).toBe(false);
});

test('an iterator that has ended, or failed, is not returned', () => {
  let returned = 0;
  const ends: Iterator<number>[] = [
    { next: () => ({ done: true, value: undefined }) },
    {
      next: () => {
        throw new RangeError('oops');
      },
    },
  ];
  for (const iterator of ends) {
    iterator.return = () => ({ done: true, value: returned++ });
    const subscription = pullWhileWritable(iterator, new BehaviorSubject(true)).subscribe({ error: () => {} });
    subscription.unsubscribe();
  }
  expect(returned).toBe(0);
});

test('a value that comes after the subscriber has left is dropped', async () => {
  const calls = new Deferreds<IteratorResult<string>>();
  const { seen, observer } = collect();
  let asked = 0;
  const iterator = { next: () => calls.start(String(asked++)) };
  const subscription = pullWhileWritable(iterator, new BehaviorSubject(true)).subscribe(observer);
  subscription.unsubscribe();
  await calls.resolve('0', { value: 'late' });
  expect([seen, asked]).toEqual([[], 1]);
});

test('what returning throws goes nowhere, at once or later', async () => {
  const fail = () => {
    throw new RangeError('oops');
  };
  for (const end of [fail, () => Promise.reject(new RangeError('oops'))]) {
    const iterator = { next: () => new Promise<never>(() => {}), return: end };
    const subscription = pullWhileWritable(iterator, new BehaviorSubject(true)).subscribe();
    expect(() => subscription.unsubscribe()).not.toThrow();
  }
  await settled();
});
