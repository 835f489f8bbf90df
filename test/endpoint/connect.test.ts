import { describe, expect, test } from '@jest/globals';
import { TimeoutError, type Transport } from 'rxduct';
import { take } from 'rxjs';
import { FakeHandle } from '../support/fake-handle.ts';
import { connected, refused, start } from './connecting.ts';

describe('connect', () => {
  test('is cold: each subscription is a connection of its own', () => {
    const { network, subscribe } = start();
    expect(network.lookups).toHaveLength(0);
    subscribe();
    subscribe();
    expect(network.lookups.map(({ host }) => host)).toEqual(['name', 'name']);
  });

  test('takes localhost if no host is given', () => {
    const { network, subscribe } = start({ host: undefined });
    subscribe();
    expect(network.lookup.host).toBe('localhost');
  });

  test('emits one transport and stays, until the connection is lost', () => {
    const { seen, transport, handle, loop } = connected();
    loop.settle();
    expect(seen).toEqual([transport]);
    handle.lose(new Error('reset'));
    loop.settle();
    expect(seen).toEqual([transport, 'complete']);
  });

  test('hands its options on to the network', () => {
    const { network } = connected({ localAddress: '10.0.0.2', localPort: 999, noDelay: false, keepAlive: 1000 });
    expect(network.attempt.target).toMatchObject({
      address: { host: '10.0.0.1', port: 80, family: 4 },
      localAddress: '10.0.0.2',
      localPort: 999,
      noDelay: false,
      keepAlive: 1000,
    });
  });

  test('lets what is written inside next leave together', () => {
    const { network, connection } = start();
    const handle = new FakeHandle();
    connection.subscribe((transport) => {
      transport.write('one ');
      transport.write('two');
    });
    network.lookup.succeed('10.0.0.1');
    network.attempt.succeed(handle);
    expect(handle.writes.map(String)).toEqual(['one two']);
  });

  test('gives the time-outs to its transport', () => {
    const { transport, handle } = connected({ closeTimeout: 77 });
    transport.write('x');
    transport.close();
    expect(handle.orders).toEqual(['linger 77']);
  });
});

describe('unsubscribing from connect', () => {
  test('while the name is looked up gives up', () => {
    const { network, subscribe, loop, errors } = start();
    subscribe().unsubscribe();
    expect(network.lookup.withdrawn).toBe(true);
    loop.settle();
    expect(errors).toEqual([]);
  });

  test('while connecting gives up', () => {
    const { network, subscribe } = start();
    const subscription = subscribe();
    network.lookup.succeed('10.0.0.1');
    subscription.unsubscribe();
    expect(network.attempt.withdrawn).toBe(true);
  });

  test('closes the connection, and flushes first', () => {
    const { subscription, transport, handle } = connected();
    handle.setRoom(0);
    transport.write('unsent');
    subscription.unsubscribe();
    expect(transport.isClosing()).toBe(true);
    expect(handle.gone).toBe(false);
    handle.drain();
    expect(handle.orders).toEqual(['linger 30000']);
  });

  test('is what take(1) does: it closes too', () => {
    const { network, connection, loop } = start();
    const handle = new FakeHandle();
    let transport: Transport | undefined;
    connection.pipe(take(1)).subscribe((only) => {
      transport = only;
    });
    network.lookup.succeed('10.0.0.1');
    network.attempt.succeed(handle);
    loop.settle();
    expect(transport?.isClosing()).toBe(true);
    expect(handle.orders).toEqual(['destroy']);
  });
});

describe('connectTimeout', () => {
  test('limits the name and all the addresses together', () => {
    const { network, subscribe, errors, loop } = start({ connectTimeout: 1000 });
    subscribe();
    loop.advance(600);
    network.lookup.succeed('10.0.0.1', '10.0.0.2');
    loop.advance(200);
    network.attempt.fail(refused());
    loop.advance(201);
    expect(errors).toEqual([expect.objectContaining({ code: 'ETIMEDOUT' })]);
    expect(errors[0]).toBeInstanceOf(TimeoutError);
    expect(network.attempt.withdrawn).toBe(true);
  });

  test('is over with the connection', () => {
    const { loop, transport, errors } = connected({ connectTimeout: 1000 });
    loop.advance(5000);
    expect(transport.isClosing()).toBe(false);
    expect(errors).toEqual([]);
    expect(loop.manual.alarm.keepsAlive).toBe(false);
  });
});

describe('a signal', () => {
  test('that is aborted already errors without asking the network, and not inside subscribe', () => {
    const { network, subscribe, errors, loop } = start({ signal: AbortSignal.abort(new Error('changed my mind')) });
    subscribe();
    expect(errors).toEqual([]);
    loop.settle();
    expect(errors).toEqual([expect.objectContaining({ message: 'changed my mind' })]);
    expect(network.lookups).toEqual([]);
  });

  test('gives up while connecting', () => {
    const controller = new AbortController();
    const { network, subscribe, errors } = start({ signal: controller.signal });
    subscribe();
    network.lookup.succeed('10.0.0.1');
    const reason = new Error('enough');
    controller.abort(reason);
    expect(errors).toEqual([reason]);
    expect(network.attempt.withdrawn).toBe(true);
  });

  test('does not touch a connection that has been made', () => {
    const controller = new AbortController();
    const { transport, errors } = connected({ signal: controller.signal });
    controller.abort();
    expect(transport.isClosing()).toBe(false);
    expect(errors).toEqual([]);
  });
});

test('a throw in next is told once, and aborts the connection', () => {
  const { network, connection, loop } = start();
  const handle = new FakeHandle();
  const thrown = new Error('thrown in next');
  connection.subscribe(() => {
    throw thrown;
  });
  network.lookup.succeed('10.0.0.1');
  network.attempt.succeed(handle);
  loop.settle();
  expect(loop.reports.map(({ exception }) => exception)).toEqual([thrown]);
  expect(handle.reason).toBe(thrown);
});
