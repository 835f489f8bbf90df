import { expect, test } from '@jest/globals';
import { Subscriber } from 'rxjs';
import { DataSink, type EventSink, EventSinks, SubscriberSink } from '../../src/transport/event-sinks.ts';
import type { TransportEvent } from '../../src/transport/transport.ts';

const PAUSE: TransportEvent = { type: 'pause' };

const recorder = (seen: unknown[], name: string, body: () => void = () => {}): EventSink => ({
  next: (event) => {
    seen.push(`${name}: ${event.type}`);
    body();
  },
  unsubscribe: () => {},
});

/** A subscriber whose sink is made by `make`, and what it is told. */
const observed = <T>(make: (owner: { removeSink(sink: EventSink): void }, subscriber: Subscriber<T>) => EventSink) => {
  const seen: unknown[] = [];
  const removed: EventSink[] = [];
  const subscriber = new Subscriber<T>({
    next: (value) => void seen.push(value),
    error: (error: unknown) => void seen.push({ error }),
    complete: () => void seen.push('complete'),
  });
  const owner = { removeSink: (sink: EventSink) => void removed.push(sink) };
  return { seen, removed, sink: make(owner, subscriber) };
};

test('everybody who watches is told, in the order of coming', () => {
  const sinks = new EventSinks();
  const seen: unknown[] = [];
  sinks.dispatch(PAUSE);
  const [a, b] = [recorder(seen, 'a'), recorder(seen, 'b')];
  sinks.add(a);
  sinks.dispatch(PAUSE);
  sinks.add(b);
  sinks.dispatch({ type: 'resume' });
  sinks.remove(a);
  sinks.dispatch(PAUSE);
  expect([seen, sinks.size]).toEqual([['a: pause', 'a: resume', 'b: resume', 'b: pause'], 1]);
  sinks.clear();
  sinks.dispatch(PAUSE);
  expect([seen.length, sinks.size]).toEqual([4, 0]);
});

test('those who come or go during a dispatch count from the next event on', () => {
  const sinks = new EventSinks();
  const seen: unknown[] = [];
  const leaving = recorder(seen, 'leaving');
  const late = recorder(seen, 'late');
  const first = recorder(seen, 'first', () => {
    if (sinks.size === 2) sinks.add(late);
    sinks.remove(leaving);
  });
  sinks.add(first);
  sinks.add(leaving);
  sinks.dispatch(PAUSE);
  sinks.dispatch(PAUSE);
  expect(seen).toEqual(['first: pause', 'leaving: pause', 'first: pause', 'late: pause']);
});

test('a subscriber of events gets each of them, and completion behind the loss', () => {
  const { seen, sink } = observed<TransportEvent>((owner, subscriber) => new SubscriberSink(owner, subscriber));
  const lost: TransportEvent = { type: 'lost', error: new Error('reset') };
  sink.next(PAUSE);
  sink.next(lost);
  expect(seen).toEqual([PAUSE, lost, 'complete']);
});

test('a subscriber of data gets the bytes alone, and completion at EOF', () => {
  const { seen, sink } = observed<Buffer>((owner, subscriber) => new DataSink(owner, subscriber));
  const data = Buffer.from('a');
  for (const event of [PAUSE, { type: 'data', data }, { type: 'resume' }, { type: 'eof' }] as const) sink.next(event);
  sink.next({ type: 'lost', error: new Error('after EOF') });
  expect(seen).toEqual([data, 'complete']);
});

test('a subscriber of data gets the error of the loss, or completion if there is none', () => {
  const error = new Error('reset');
  const outcomes = [error, null].map((reason) => {
    const { seen, sink } = observed<Buffer>((owner, subscriber) => new DataSink(owner, subscriber));
    sink.next({ type: 'lost', error: reason });
    return seen;
  });
  expect(outcomes).toEqual([[{ error }], ['complete']]);
});

test('unsubscribing takes a sink out', () => {
  const events = observed<TransportEvent>((owner, subscriber) => new SubscriberSink(owner, subscriber));
  const data = observed<Buffer>((owner, subscriber) => new DataSink(owner, subscriber));
  for (const { sink, removed } of [events, data]) {
    sink.unsubscribe();
    expect(removed).toEqual([sink]);
  }
});
