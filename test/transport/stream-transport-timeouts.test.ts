import { describe, expect, test } from '@jest/globals';
import { TimeoutError } from 'rxduct';
import { rig } from '../support/fake-transport.ts';

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

test.each(['closeTimeout', 'halfOpenTimeout', 'subscribeTimeout'])('%s must be a number of milliseconds', (name) => {
  for (const value of [-1, Number.NaN]) expect(() => rig({ [name]: value })).toThrow(RangeError);
});
