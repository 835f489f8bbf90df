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

describe('re-entrancy', () => {
  test('a subscriber inside data gets the next event, not this one', () => {
    const { handle, transport, seen, watch } = rig();
    const late: string[] = [];
    let subscribed = false;
    watch(({ type }) => {
      if (type !== 'data' || subscribed) return;
      subscribed = true;
      transport.data.subscribe((data) => void late.push(String(data)));
    });
    handle.receive('one');
    handle.receive('two');
    expect(seen).toEqual(['connection', 'data one', 'data two']);
    expect(late).toEqual(['two']);
  });

  test('close inside connection is followed by lost alone', () => {
    const { handle, loop, transport, seen, watch } = rig();
    watch(({ type }) => void (type === 'connection' && transport.close()));
    handle.unread = true;
    loop.settle();
    expect(seen).toEqual(['connection', 'lost']);
    expect(handle.orders).toEqual(['destroy']);
  });

  test('abort inside pause is no error of the write that caused it', () => {
    const { handle, loop, transport, seen, watch } = rig();
    watch(({ type }) => void (type === 'pause' && transport.abort(new Error('too much'))));
    handle.setRoom(0);
    transport.write(Buffer.alloc(70_000));
    transport.write('ignored');
    loop.settle();
    expect(seen).toEqual(['connection', 'pause', 'lost too much']);
    expect(handle.orders).toEqual(['start', 'destroy']);
  });

  test('write inside resume may pause again', () => {
    const { handle, loop, transport, seen, watch } = rig();
    let rounds = 0;
    watch(({ type }) => void (type === 'resume' && ++rounds < 3 && transport.write(Buffer.alloc(70_000))));
    handle.setRoom(0);
    transport.write(Buffer.alloc(70_000));
    for (let turn = 0; turn < 10; turn++) {
      if (handle.inFlight) handle.drain(0);
      loop.settle();
    }
    expect(seen).toEqual(['connection', 'pause', 'resume', 'pause', 'resume', 'pause', 'resume']);
    expect(transport.getWriteBufferSize()).toBe(0);
  });

  test('unsubscribing every subscriber inside lost harms nobody', () => {
    const { loop, transport, seen, watch } = rig();
    const subscriptions = [1, 2, 3].map(() =>
      watch(({ type }) => {
        if (type === 'lost') for (const subscription of subscriptions) subscription.unsubscribe();
      }),
    );
    transport.close();
    loop.settle();
    expect(seen).toEqual(['connection', 'connection', 'connection', 'lost']);
    expect(loop.reports).toEqual([]);
  });

  test('pausing and resuming inside of held data neither doubles nor loses it', () => {
    const { handle, loop, transport, seen, watch } = rig();
    handle.receive('a');
    handle.receive('b');
    watch(({ type }) => {
      if (type !== 'data') return;
      transport.pauseReading();
      transport.resumeReading();
    });
    loop.settle();
    handle.receive('c');
    loop.settle();
    expect(seen).toEqual(['connection', 'data a', 'data b', 'data c']);
  });
});
