/** A protocol is an operator: it can be tested with RxJS's own TestScheduler, in virtual time and without a network. */
import { expect, test } from '@jest/globals';
import { framed, lines } from 'rxduct';
import { asOperator } from 'rxduct/protocol';
import { map } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { echo } from './echo-reactive.ts';
import { EchoServer } from './echo-server.ts';

function marbles(body: Parameters<TestScheduler['run']>[0]): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(body);
}

const bytes = { a: Buffer.from('hello'), b: Buffer.from('world') };
const replies = { a: 'Re: hello', b: 'Re: world' };

test('the echo answers what comes, and sends EOF after the peer has', () =>
  marbles(({ cold, expectObservable }) => {
    expectObservable(cold('  a--b|', bytes).pipe(echo)).toBe('a--b|', replies);
  }));

test('the echo closes after five seconds of silence, counted from the last datum', () =>
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const input = cold('a-b', bytes);
    expectObservable(input.pipe(echo)).toBe('a-b 4999ms |', replies);
    expectSubscriptions(input.subscriptions).toBe('^- 5000ms !');
  }));

test('the classic EchoServer is the same protocol: asOperator makes it one', () =>
  marbles(({ cold, expectObservable }) => {
    const answers = cold('a--b|', bytes).pipe(
      asOperator(() => new EchoServer(() => {})),
      map(String),
    );
    expectObservable(answers).toBe('a--b|', replies);
  }));

test('a framed protocol sees lines, however the network cuts them', () =>
  marbles(({ cold, expectObservable }) => {
    const chunks = { a: Buffer.from('one\ntw'), b: Buffer.from('o\nthr'), c: Buffer.from('ee') };
    const shout = framed(
      lines(),
      map((line: string) => line.toUpperCase()),
    );
    expectObservable(cold('a-b-c-|', chunks).pipe(shout)).toBe('a-b---(c|)', { a: 'ONE\n', b: 'TWO\n', c: 'THREE\n' });
  }));
