import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { TimeoutError, type TransportEvent } from 'rxduct';
import { rig } from '../support/fake-transport.ts';

describe('how the handle is given up', () => {
  test('close() before anything was written destroys it', () => {
    const { handle, transport } = rig();
    transport.close();
    expect(handle.orders).toEqual(['destroy']);
  });

  test('close() before anything was written, with bytes unread, resets it', () => {
    const held = rig();
    held.handle.receive('held');
    held.transport.close();
    expect(held.handle.orders).toEqual(['reset']);
    const buffered = rig();
    buffered.handle.unread = true;
    buffered.transport.close();
    expect(buffered.handle.orders).toEqual(['reset']);
  });

  test('close() after writes lets it linger, for closeTimeout', () => {
    const { handle, transport } = rig({ closeTimeout: 1234 });
    transport.write('answer');
    transport.close();
    expect(handle.orders).toEqual(['linger 1234']);
  });

  test('close() after writes and the peer’s EOF destroys it', () => {
    const { handle, transport, watch } = rig();
    watch();
    transport.write('answer');
    handle.receiveEof();
    expect(handle.orders).toEqual(['start', 'stop', 'destroy']);
  });

  test('abort() destroys it, and resets it with bytes unread; either gets the reason', () => {
    const reason = new Error('why');
    const plain = rig();
    plain.transport.abort(reason);
    expect(plain.handle.orders).toEqual(['destroy']);
    expect(plain.handle.reason).toBe(reason);
    const unread = rig();
    unread.handle.receive('held');
    unread.transport.abort(reason);
    expect(unread.handle.orders).toEqual(['reset']);
    expect(unread.handle.reason).toBe(reason);
  });

  test('a loss gives it up by itself', () => {
    const { handle, transport, loop } = rig();
    handle.lose(new Error('gone'));
    transport.close();
    transport.abort();
    loop.settle();
    expect(handle.orders).toEqual([]);
  });

  test('writeEof() shuts it down once all has left, once', () => {
    const { handle, transport, loop } = rig();
    handle.setRoom(0);
    transport.write('last');
    transport.writeEof();
    expect(handle.orders).toEqual([]);
    handle.drain();
    transport.writeEof();
    loop.settle();
    expect(handle.orders).toEqual(['shutdown']);
  });

  test('writeEof() and close() in one dispatch give it one shutdown', () => {
    const { handle, transport, watch } = rig();
    watch(({ type }) => {
      if (type !== 'data') return;
      transport.write('answer');
      transport.writeEof();
      transport.close();
    });
    handle.receive('go');
    expect(handle.orders.filter((order) => order === 'shutdown')).toHaveLength(1);
    expect(handle.orders.at(-1)).toBe('linger 30000');
  });
});

describe('lost', () => {
  test('comes one hop behind its cause', () => {
    for (const cause of ['close', 'abort', 'loss'] as const) {
      const { handle, transport, loop, seen, watch } = rig();
      watch();
      loop.callSoon(() => seen.push('before'));
      if (cause === 'loss') handle.lose();
      else transport[cause]();
      loop.callSoon(() => seen.push('after'));
      loop.settle();
      expect(seen).toEqual(['connection', 'before', 'lost', 'after']);
    }
  });

  test('comes behind the flush of close(), and behind the resume that is owed', () => {
    const { handle, transport, loop, seen, watch } = rig();
    watch();
    handle.setRoom(0);
    transport.write(Buffer.alloc(70_000));
    transport.close();
    loop.settle();
    expect(seen).toEqual(['connection', 'pause']);
    handle.drain();
    loop.settle();
    expect(seen).toEqual(['connection', 'pause', 'resume', 'lost']);
  });

  test('comes with the error of the handle while close() flushes', () => {
    const { handle, transport, loop, seen, watch } = rig();
    watch();
    handle.setRoom(0);
    transport.write('unsent');
    transport.close();
    handle.lose(new Error('reset'));
    loop.settle();
    expect(seen).toEqual(['connection', 'lost reset']);
    expect(transport.getWriteBufferSize()).toBe(0);
  });

  test('comes without a subscriber, and cancels what was scheduled', () => {
    const { handle, transport, loop } = rig({ closeTimeout: 10, halfOpenTimeout: 10 });
    handle.setRoom(0);
    transport.write('unsent');
    transport.close();
    handle.lose();
    loop.settle();
    expect(transport.closed.result()).toBeNull();
    expect(loop.manual.alarm.keepsAlive).toBe(false);
  });
});

describe('closeTimeout', () => {
  const stuck = (closeTimeout: number) => {
    const it = rig({ closeTimeout });
    it.watch();
    it.handle.setRoom(0);
    it.transport.write(Buffer.alloc(200_000));
    it.transport.close();
    return it;
  };

  test('aborts when the peer takes nothing for so long', () => {
    const { loop, handle, transport, seen } = stuck(1000);
    loop.advance(999);
    expect(seen).toEqual(['connection', 'pause']);
    loop.advance(2);
    expect(handle.orders.at(-1)).toBe('destroy');
    expect(transport.closed.result()).toBeInstanceOf(TimeoutError);
    expect(transport.closed.result()).toMatchObject({ code: 'ETIMEDOUT' });
  });

  test('begins anew whenever something is taken', () => {
    const { loop, handle, transport } = stuck(1000);
    for (let slice = 0; slice < 3; slice++) {
      loop.advance(900);
      handle.drain(0);
    }
    loop.advance(900);
    handle.drain();
    loop.settle();
    expect(transport.closed.result()).toBeNull();
  });

  test('of 0 is no limit', () => {
    const { loop, transport } = stuck(0);
    loop.advance(1e9);
    expect(transport.closed.done()).toBe(false);
  });
});

describe('halfOpenTimeout', () => {
  test('aborts a connection that stays half-open without a byte passing', () => {
    const { handle, transport, loop, watch } = rig({ halfOpenTimeout: 1000 });
    transport.holdOpen();
    watch();
    loop.advance(5000);
    handle.receiveEof();
    loop.advance(999);
    expect(transport.isClosing()).toBe(false);
    loop.advance(2);
    expect(transport.closed.result()).toMatchObject({ code: 'ETIMEDOUT' });
  });

  test('counts from our EOF too, and bytes that pass begin it anew', () => {
    const { handle, transport, loop, watch } = rig({ halfOpenTimeout: 1000 });
    watch();
    transport.writeEof();
    for (let i = 0; i < 3; i++) {
      loop.advance(900);
      handle.receive('still sending');
    }
    expect(transport.isClosing()).toBe(false);
    loop.advance(1001);
    expect(transport.closed.result()).toMatchObject({ code: 'ETIMEDOUT' });
  });

  test('leaves a connection alone that is open in both directions', () => {
    const { transport, loop, watch } = rig({ halfOpenTimeout: 1000 });
    watch();
    loop.advance(1e6);
    expect(transport.isClosing()).toBe(false);
  });
});

describe('subscribeTimeout', () => {
  test('warns of an accepted connection that nobody subscribes to, and closes it', () => {
    const { handle, transport, loop } = rig({ subscribeTimeout: 1000 });
    transport.expectSubscriber();
    handle.unread = true;
    loop.advance(1001);
    expect(loop.warnings).toHaveLength(1);
    expect(handle.orders).toEqual(['reset']);
    expect(transport.closed.result()).toBeNull();
  });

  test.each(['events', 'data'] as const)('is over with the first subscriber of %s', (name) => {
    const { transport, loop } = rig({ subscribeTimeout: 1000 });
    transport.expectSubscriber();
    loop.advance(900);
    transport[name].subscribe().unsubscribe();
    loop.advance(1e6);
    expect(loop.warnings).toEqual([]);
    expect(transport.isClosing()).toBe(false);
  });

  test('of 0 waits for ever, and a connection that was closed is not warned about', () => {
    const patient = rig({ subscribeTimeout: 0 });
    patient.transport.expectSubscriber();
    patient.loop.advance(1e6);
    const closed = rig({ subscribeTimeout: 1000 });
    closed.transport.expectSubscriber();
    closed.transport.close();
    closed.loop.advance(1e6);
    expect([...patient.loop.warnings, ...closed.loop.warnings]).toEqual([]);
  });
});

describe('memory', () => {
  test('a subscriber who has left, or whose connection is lost, is not kept', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const { transport, loop } = rig();
    const subscribe = (leave: boolean): WeakRef<object> => {
      const next = (_event: TransportEvent) => {};
      const subscription = transport.events.subscribe(next);
      if (leave) subscription.unsubscribe();
      return new WeakRef(next);
    };
    const left = subscribe(true);
    const stays = subscribe(false);
    // A WeakRef keeps its target until the job that made it has ended.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(left.deref()).toBeUndefined();
    expect(stays.deref()).toBeDefined();
    transport.close();
    loop.settle();
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(stays.deref()).toBeUndefined();
  });
});

test.each(['closeTimeout', 'halfOpenTimeout', 'subscribeTimeout'])('%s must be a number of milliseconds', (name) => {
  for (const value of [-1, Number.NaN]) expect(() => rig({ [name]: value })).toThrow(RangeError);
});
