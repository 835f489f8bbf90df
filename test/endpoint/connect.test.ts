import { describe, expect, test } from '@jest/globals';
import { ConnectionError, type ConnectOptions, connect, TimeoutError, type Transport } from 'rxduct';
import { take } from 'rxjs';
import { FakeHandle } from '../support/fake-handle.ts';
import { FakeNetwork, systemError } from '../support/fake-network.ts';
import { ManualLoop } from '../support/manual-loop.ts';

const refused = (what = ''): Error => systemError('ECONNREFUSED', `refused ${what}`);

/** A connection on its way over a network without answers of its own. */
const start = (options: Partial<ConnectOptions> = {}) => {
  const network = new FakeNetwork();
  const loop = new ManualLoop({ network });
  const seen: (Transport | string)[] = [];
  const errors: unknown[] = [];
  const connection = connect({ host: 'name', port: 80, ...options, loop });
  const subscribe = () =>
    connection.subscribe({
      next: (transport) => seen.push(transport),
      error: (error) => errors.push(error),
      complete: () => seen.push('complete'),
    });
  return { network, loop, seen, errors, connection, subscribe };
};

/** The same, connected. */
const connected = (options?: Partial<ConnectOptions>) => {
  const it = start(options);
  const subscription = it.subscribe();
  const handle = new FakeHandle();
  it.network.lookup.succeed('10.0.0.1');
  it.network.attempt.succeed(handle);
  return { ...it, subscription, handle, transport: it.seen[0] as Transport };
};

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
    handle.lose(systemError('ECONNRESET'));
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

describe('a connection that fails', () => {
  test('errors with the error of the name server', () => {
    const { network, subscribe, errors } = start();
    subscribe();
    const error = systemError('ENOTFOUND');
    network.lookup.fail(error);
    expect(errors).toEqual([error]);
  });

  test('errors if the name has no address at all', () => {
    const { network, subscribe, errors } = start();
    subscribe();
    network.lookup.succeed();
    expect(errors).toEqual([expect.objectContaining({ code: 'ENOTFOUND' })]);
    expect(errors[0]).toBeInstanceOf(ConnectionError);
  });

  test('errors if the name has no address of the wanted family', () => {
    const { network, subscribe, errors } = start({ family: 6 });
    subscribe();
    expect(network.lookup.family).toBe(6);
    network.lookup.succeed('10.0.0.1');
    expect(errors).toEqual([expect.objectContaining({ code: 'ENOTFOUND' })]);
  });

  test('errors with the only failure as it is', () => {
    const { network, subscribe, errors } = start();
    subscribe();
    network.lookup.succeed('10.0.0.1');
    const error = refused();
    network.attempt.fail(error);
    expect(errors).toEqual([error]);
  });

  test('tries every address first', () => {
    const { network, subscribe, seen } = start();
    subscribe();
    network.lookup.succeed('10.0.0.1', '10.0.0.2', '10.0.0.3');
    network.attempt.fail(refused());
    network.attempt.fail(refused());
    expect(seen).toEqual([]);
    network.attempt.succeed(new FakeHandle());
    expect(seen).toHaveLength(1);
    expect(network.attempts.map(({ target }) => target.address.host)).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
  });

  test('errors with the first of several failures that read the same', () => {
    const { network, subscribe, errors } = start();
    subscribe();
    network.lookup.succeed('10.0.0.1', '10.0.0.2');
    const first = refused('alike');
    network.attempt.fail(first);
    network.attempt.fail(refused('alike'));
    expect(errors).toEqual([first]);
  });

  test('errors with a summary of several that differ', () => {
    const { network, subscribe, errors } = start();
    subscribe();
    network.lookup.succeed('10.0.0.1', '10.0.0.2');
    const failures = [refused('one'), systemError('EHOSTUNREACH', 'unreachable')] as const;
    for (const failure of failures) network.attempt.fail(failure);
    expect(errors[0]).toBeInstanceOf(ConnectionError);
    expect(errors[0]).toMatchObject({ code: 'ECONNREFUSED', errors: failures });
  });

  test('errors with all of them under allErrors', () => {
    const { network, subscribe, errors } = start({ allErrors: true });
    subscribe();
    network.lookup.succeed('10.0.0.1', '10.0.0.2');
    const failures = [refused('alike'), refused('alike')] as const;
    for (const failure of failures) network.attempt.fail(failure);
    expect(errors[0]).toBeInstanceOf(AggregateError);
    expect(errors[0]).toMatchObject({ errors: failures });
  });

  test('does not end the process if nobody handles it: the exception handler is told', () => {
    const { network, connection, loop } = start();
    connection.subscribe();
    const error = systemError('ENOTFOUND');
    network.lookup.fail(error);
    expect(loop.reports.map(({ exception }) => exception)).toEqual([error]);
  });
});

describe('the order of addresses', () => {
  const order = (options: Partial<ConnectOptions>): string[] => {
    const { network, subscribe } = start(options);
    subscribe();
    network.lookup.succeed('::1', '::2', '::3', '10.0.0.1', '10.0.0.2');
    const tried: string[] = [];
    for (let i = 0; i < 5; i++) {
      tried.push(network.attempt.target.address.host);
      network.attempt.fail(refused());
    }
    return tried;
  };

  test('is that of the name server', () => {
    expect(order({})).toEqual(['::1', '::2', '::3', '10.0.0.1', '10.0.0.2']);
  });

  test('alternates under interleave', () => {
    expect(order({ interleave: 1 })).toEqual(['::1', '10.0.0.1', '::2', '10.0.0.2', '::3']);
    expect(order({ interleave: 2 })).toEqual(['::1', '::2', '10.0.0.1', '::3', '10.0.0.2']);
  });

  test('alternates under happyEyeballsDelay, unless interleave says otherwise', () => {
    expect(order({ happyEyeballsDelay: 250 })).toEqual(['::1', '10.0.0.1', '::2', '10.0.0.2', '::3']);
    expect(order({ happyEyeballsDelay: 250, interleave: 0 })[1]).toBe('::2');
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

describe('options that make no sense', () => {
  test.each<[string, Partial<ConnectOptions>, string]>([
    ['neither a port nor a socket', { port: undefined }, 'TypeError'],
    ['a socket and a port', { socket: {} }, 'TypeError'],
    ['a port that is no number', { port: '80' as unknown as number }, 'TypeError'],
    ['a port out of range', { port: 65_536 }, 'RangeError'],
    ['a port that is no whole number', { port: 1.5 }, 'RangeError'],
    ['servername without tls', { servername: 'name' }, 'TypeError'],
    ['tls, which is not built yet', { tls: true }, 'NotSupportedError'],
    ['a negative time-out', { connectTimeout: -1 }, 'RangeError'],
    ['a time-out that is NaN', { closeTimeout: Number.NaN }, 'RangeError'],
  ])('%s: an error of the subscription', (_what, options, name) => {
    const { network, subscribe, errors } = start(options);
    subscribe();
    expect(errors).toEqual([expect.objectContaining({ name })]);
    expect(network.lookups).toEqual([]);
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
