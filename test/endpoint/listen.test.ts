import { describe, expect, test } from '@jest/globals';
import type { ListenOptions } from 'rxduct';
import { FakeHandle } from '../support/fake-handle.ts';
import { systemError } from '../support/fake-network.ts';
import { serving, start } from './listening.ts';

describe('listen', () => {
  test('is cold: it binds when it is subscribed to', () => {
    const { network, subscribe, seen, loop } = start();
    expect(network.bindings).toEqual([]);
    subscribe();
    expect(network.binding.target).toMatchObject({ port: 80, backlog: 100 });
    expect(network.binding.target.host).toBeUndefined();
    network.binding.succeed(80);
    loop.settle();
    expect(seen).toEqual(['listening']);
  });

  test('hands its options on to the network', () => {
    const { network, subscribe } = start({ backlog: 5, noDelay: false, keepAlive: true });
    subscribe();
    expect(network.binding.target).toMatchObject({ backlog: 5, noDelay: false, keepAlive: true });
  });

  test('emits each accepted connection', () => {
    const { accepted, connectTo, server } = serving();
    connectTo();
    connectTo();
    expect(accepted).toHaveLength(2);
    expect([...server.connections]).toEqual(accepted);
  });

  test('has what is written inside next leave together', () => {
    const { network, listening, loop } = start();
    listening.subscribe((transport) => {
      transport.write('wel');
      transport.write('come');
    });
    network.binding.succeed(80);
    loop.settle();
    const handle = new FakeHandle();
    network.binding.listener.handleConnection(handle);
    expect(handle.writes.map(String)).toEqual(['welcome']);
  });

  test.each([
    [4, '0.0.0.0', false],
    [6, '::', true],
  ] as const)('of family %d alone has an address for every interface', (family, host, ipv6Only) => {
    const { network, subscribe } = start({ family });
    subscribe();
    expect(network.binding.target.host).toBe(host);
    expect(network.binding.target.ipv6Only ?? false).toBe(ipv6Only);
  });

  test('completes when its server is closed', () => {
    const { seen, server } = serving();
    server.close();
    expect(seen).toEqual(['listening', 'complete']);
  });
});

describe('several addresses', () => {
  test('are bound one after the other, to one port', () => {
    const { network, subscribe, servers, loop } = start({ host: ['one', 'two'], port: 0 });
    subscribe();
    network.lookup.succeed('10.0.0.1', '::1');
    network.lookup.succeed('10.0.0.2', '10.0.0.1');
    for (const binding of ['first', 'second', 'third']) {
      expect(network.binding.target.port).toBe(binding === 'first' ? 0 : 4321);
      network.binding.succeed(4321);
    }
    loop.settle();
    const hosts = servers[0]?.addresses.map((address) => 'host' in address && address.host);
    expect(hosts).toEqual(['10.0.0.1', '::1', '10.0.0.2']);
    expect(network.bindings[1]?.target.ipv6Only).toBe(true);
  });

  test('are all bound or none', () => {
    const { network, subscribe, errors, seen, loop } = start({ host: ['10.0.0.1', '10.0.0.2'] });
    subscribe();
    network.lookup.succeed('10.0.0.1');
    network.lookup.succeed('10.0.0.2');
    network.binding.succeed(80);
    const error = systemError('EADDRINUSE');
    network.binding.fail(error);
    loop.settle();
    expect(errors).toEqual([error]);
    expect(network.bindings[0]?.closed).toBe(true);
    expect(seen).toEqual([]);
  });

  test('try another free port if the first turns out to be taken on one of them, ten times', () => {
    const { network, subscribe, errors, loop } = start({ host: ['10.0.0.1', '10.0.0.2'], port: 0 });
    subscribe();
    network.lookup.succeed('10.0.0.1');
    network.lookup.succeed('10.0.0.2');
    const error = systemError('EADDRINUSE');
    for (let attempt = 1; attempt <= 10; attempt++) {
      loop.settle();
      expect(errors).toEqual([]);
      expect(network.binding.target.port).toBe(0);
      network.binding.succeed(5000 + attempt);
      network.binding.fail(error);
    }
    loop.settle();
    expect(errors).toEqual([error]);
    expect(network.bindings.filter(({ target }) => target.port === 0).every(({ closed }) => closed)).toBe(true);
  });
});

describe('a server that cannot listen', () => {
  test('errors with the error of the name server', () => {
    const { network, subscribe, errors, loop } = start({ host: 'name' });
    subscribe();
    const error = systemError('ENOTFOUND');
    network.lookup.fail(error);
    loop.settle();
    expect(errors).toEqual([error]);
  });

  test('errors if a name has no address, or none of the wanted family', () => {
    for (const found of [[], ['10.0.0.1']]) {
      const { network, subscribe, errors, loop } = start({ host: 'name', family: 6 });
      subscribe();
      network.lookup.succeed(...found);
      loop.settle();
      expect(errors).toEqual([expect.objectContaining({ code: 'ENOTFOUND' })]);
    }
  });

  test('does not end the process if nobody handles it: the exception handler is told', () => {
    const { network, listening, loop } = start();
    listening.subscribe();
    const error = systemError('EACCES');
    network.binding.fail(error);
    loop.settle();
    expect(loop.reports.map(({ exception }) => exception)).toEqual([error]);
  });

  test.each<[string, Partial<ListenOptions>, string]>([
    ['no port', { port: undefined as unknown as number }, 'TypeError'],
    ['a port out of range', { port: -1 }, 'RangeError'],
    ['a backlog that is no whole number', { backlog: 1.5 }, 'RangeError'],
    ['maxConnections of 0', { maxConnections: 0 }, 'RangeError'],
    ['tls, which is not built yet', { tls: {} }, 'NotSupportedError'],
    ['a negative time-out', { subscribeTimeout: -1 }, 'RangeError'],
  ])('%s: an error of the subscription', (_what, options, name) => {
    const { network, subscribe, errors } = start(options);
    subscribe();
    expect(errors).toEqual([expect.objectContaining({ name })]);
    expect(network.bindings).toEqual([]);
  });
});
