import { expect, test } from '@jest/globals';
import { createTransport } from 'rxduct';
import { from } from 'rxjs';
import { FakeHandle } from '../support/fake-handle.ts';
import { ManualLoop } from '../support/manual-loop.ts';

// Each of these went on for ever: the source emits all it has inside of `subscribe`, before there is a subscription to end.

function* endless(value: unknown, log: string[]): Generator<string> {
  try {
    for (let n = 0; n < 10_000; n++) yield value as string;
    log.push('never asked to stop');
  } finally {
    log.push('returned');
  }
}

test.each([
  ['an iterable', (source: Iterable<string>) => source],
  ['an Observable', (source: Iterable<string>) => from(source)],
])('%s without an end that yields no bytes is stopped, and the connection aborted', (_what, make) => {
  const loop = new ManualLoop();
  const transport = createTransport(new FakeHandle(), loop);
  const log: string[] = [];
  const sent = transport.send(make(endless(7, log)));
  loop.settle();
  expect(sent.exception()).toBeInstanceOf(TypeError);
  expect(transport.isClosing()).toBe(true);
  expect(log).not.toContain('never asked to stop');
});

test('an iterable without an end is asked as long as the peer takes its bytes, and stopped by the loss', () => {
  const loop = new ManualLoop();
  const handle = new FakeHandle();
  handle.setRoom(1000);
  const transport = createTransport(handle, loop);
  const log: string[] = [];
  const sent = transport.send(endless('x'.repeat(100), log));
  loop.settle();
  expect(log).toEqual([]);
  expect(transport.getWriteBufferSize()).toBeGreaterThan(64 * 1024);
  expect(transport.getWriteBufferSize()).toBeLessThan(65 * 1024);
  transport.abort(new RangeError('enough'));
  loop.settle();
  expect(log).toEqual(['returned']);
  expect(sent.exception()).toBeInstanceOf(RangeError);
});
