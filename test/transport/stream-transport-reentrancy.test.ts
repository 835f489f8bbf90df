// What happens inside of what happens.
import { describe, expect, test } from '@jest/globals';
import { rig } from '../support/fake-transport.ts';

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

describe('a handle that leads back into its transport', () => {
  /** Calls `abort` of its transport from inside of one of its own methods. */
  const reentrant = (method: 'write' | 'destroy' | 'reset' | 'linger') => {
    const it = rig();
    const call = it.handle[method].bind(it.handle) as (...args: unknown[]) => unknown;
    Object.assign(it.handle, {
      [method]: (...args: unknown[]) => {
        const result = call(...args);
        it.transport.abort(new Error('led back'));
        return result;
      },
    });
    it.watch();
    return it;
  };

  test.each<[string, 'write' | 'destroy' | 'reset' | 'linger', (it: ReturnType<typeof rig>) => void, string]>([
    ['destroy, at abort', 'destroy', ({ transport }) => transport.abort(new Error('why')), 'lost why'],
    ['destroy, at close', 'destroy', ({ transport }) => transport.close(), 'lost'],
    [
      'linger, at close',
      'linger',
      ({ transport }) => {
        transport.write('x');
        transport.close();
      },
      'lost',
    ],
    [
      'reset, at close',
      'reset',
      ({ transport, handle }) => {
        handle.unread = true;
        transport.close();
      },
      'lost',
    ],
    ['write, at write', 'write', ({ transport }) => transport.write('x'), 'lost led back'],
    [
      'write, in a dispatch that closes',
      'write',
      ({ transport, loop }) => {
        loop.dispatch.enter();
        transport.write('x');
        transport.close();
        loop.dispatch.leave();
      },
      'lost led back',
    ],
    [
      'write, in a dispatch that aborts',
      'write',
      ({ transport, loop }) => {
        loop.dispatch.enter();
        transport.write('x');
        transport.abort(new Error('why'));
        loop.dispatch.leave();
      },
      'lost led back',
    ],
    [
      'write, in a dispatch that ends the output',
      'write',
      ({ transport, loop }) => {
        loop.dispatch.enter();
        transport.write('x');
        transport.writeEof();
        loop.dispatch.leave();
      },
      'lost led back',
    ],
  ])('from %s, is lost once and given up once', (_where, method, provoke, lost) => {
    const it = reentrant(method);
    // The fake handle throws at an order that comes after it was given up.
    provoke(it);
    it.loop.settle();
    expect(it.seen).toEqual(['connection', lost]);
    expect(it.transport.closed.done()).toBe(true);
    expect(it.loop.reports).toEqual([]);
  });
});

test('a handle that causes a write inside of its write gets every byte once, in order', () => {
  const { handle, transport, loop, watch } = rig();
  let answers = 0;
  watch(({ type }) => void (type === 'data' && transport.write(` answer ${++answers}`)));
  const write = handle.write.bind(handle);
  handle.write = (data) => {
    const taken = write(data);
    if (answers < 3) handle.receive('and then?');
    return taken;
  };
  transport.write('question');
  loop.settle();
  expect(handle.text).toBe('question answer 1 answer 2 answer 3');
  expect(transport.getWriteBufferSize()).toBe(0);
});
