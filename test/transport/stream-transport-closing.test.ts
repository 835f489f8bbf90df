import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import type { TransportEvent } from 'rxduct';
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
