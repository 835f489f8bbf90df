import { describe, expect, test } from '@jest/globals';
import { take } from 'rxjs';
import { rig } from '../support/fake-transport.ts';

describe('the handle', () => {
  test('is not read before there is a subscriber, and no longer than there is one', () => {
    const { handle, transport, watch } = rig();
    expect(handle.orders).toEqual([]);
    const first = watch();
    expect(handle.orders).toEqual(['start']);
    const second = transport.data.subscribe();
    first.unsubscribe();
    expect(handle.orders).toEqual(['start']);
    second.unsubscribe();
    expect(handle.orders).toEqual(['start', 'stop']);
  });

  test('is told to start and stop no more often than that changes', () => {
    const { handle, transport, watch } = rig();
    watch();
    transport.resumeReading();
    transport.pauseReading();
    transport.pauseReading();
    const release = transport.data.valve.hold();
    transport.resumeReading();
    release();
    expect(handle.orders).toEqual(['start', 'stop', 'start']);
  });

  test('is not read on for a subscriber who has left inside connection', () => {
    const { handle, transport } = rig();
    transport.events.pipe(take(1)).subscribe();
    expect(handle.reading).toBe(false);
  });

  test('is stopped at EOF', () => {
    const { handle, transport, watch } = rig();
    transport.holdOpen();
    watch();
    handle.receiveEof();
    expect(handle.orders).toEqual(['start', 'stop']);
    transport.resumeReading();
    transport.unread(Buffer.from('behind EOF'));
    expect(handle.orders).toEqual(['start', 'stop']);
  });
});

describe('what was read ahead', () => {
  test('is held while nobody subscribes', () => {
    const { handle, loop, seen, watch } = rig();
    handle.receive('early');
    handle.receive('birds');
    watch();
    expect(seen).toEqual(['connection']);
    loop.settle();
    expect(seen).toEqual(['connection', 'data early', 'data birds']);
    expect(handle.orders).toEqual(['start']);
  });

  test('is held while reading is paused, EOF behind it', () => {
    const { handle, loop, transport, seen, watch } = rig();
    watch();
    transport.pauseReading();
    handle.receive('a');
    handle.receiveEof();
    loop.settle();
    transport.resumeReading();
    expect(seen).toEqual(['connection']);
    loop.settle();
    expect(seen).toEqual(['connection', 'data a', 'eof', 'lost']);
  });

  test('comes one by one if each makes the reader pause', () => {
    const { handle, loop, transport, seen, watch } = rig();
    watch(({ type }) => void (type === 'data' && transport.pauseReading()));
    transport.pauseReading();
    for (const data of ['a', 'b', 'c']) handle.receive(data);
    for (const expected of ['data a', 'data b', 'data c']) {
      transport.resumeReading();
      loop.settle();
      expect(seen.at(-1)).toBe(expected);
    }
    expect(handle.reading).toBe(false);
    transport.resumeReading();
    expect(handle.reading).toBe(true);
  });

  test('comes ahead of what is read meanwhile', () => {
    const { handle, loop, seen, watch } = rig();
    handle.receive('held');
    watch();
    handle.receive('new');
    loop.settle();
    expect(seen).toEqual(['connection', 'data held', 'data new']);
  });

  test('stays for the next subscriber if this one leaves in its midst', () => {
    const { handle, loop, seen, watch } = rig();
    handle.receive('mine');
    handle.receive('yours');
    const first = watch(({ type }) => void (type === 'data' && first.unsubscribe()));
    loop.settle();
    expect(seen).toEqual(['connection', 'data mine']);
    watch();
    loop.settle();
    expect(seen).toEqual(['connection', 'data mine', 'connection', 'data yours']);
  });

  test('is dropped by a loss, which comes although reading is paused', () => {
    const { handle, loop, transport, seen, watch } = rig();
    watch();
    transport.pauseReading();
    handle.receive('never seen');
    handle.receiveEof();
    handle.lose(new Error('reset'));
    transport.resumeReading();
    loop.settle();
    expect(seen).toEqual(['connection', 'lost reset']);
  });

  test('is not delivered any more after close()', () => {
    const { handle, loop, transport, seen, watch } = rig();
    handle.receive('one');
    handle.receive('two');
    watch(({ type }) => void (type === 'data' && transport.close()));
    loop.settle();
    expect(seen).toEqual(['connection', 'data one', 'lost']);
  });
});

describe('unread', () => {
  test('inside data comes again after that event, ahead of what follows', () => {
    const { handle, loop, transport, seen, watch } = rig();
    let given = false;
    watch((event) => {
      if (event.type !== 'data' || given) return;
      given = true;
      transport.unread(event.data.subarray(1));
      handle.receive('next');
      expect(seen).toEqual(['connection', 'data abc']);
    });
    handle.receive('abc');
    loop.settle();
    expect(seen).toEqual(['connection', 'data abc', 'data bc', 'data next']);
    expect(handle.reading).toBe(true);
  });

  test('keeps EOF waiting', () => {
    const { handle, loop, transport, seen, watch } = rig();
    watch();
    transport.unread(Buffer.from('back'));
    handle.receiveEof();
    expect(seen).toEqual(['connection']);
    loop.settle();
    expect(seen).toEqual(['connection', 'data back', 'eof', 'lost']);
  });
});
