import { describe, expect, test } from '@jest/globals';
import { type ListenOptions, listen, type Server, type Transport } from 'rxduct';
import { map } from 'rxjs';
import { FakeHandle } from '../support/fake-handle.ts';
import { FakeNetwork, systemError } from '../support/fake-network.ts';
import { ManualLoop } from '../support/manual-loop.ts';

/** A server over a network without answers of its own. */
const start = (options: Partial<ListenOptions> = {}) => {
  const network = new FakeNetwork();
  const loop = new ManualLoop({ network });
  const accepted: Transport[] = [];
  const seen: string[] = [];
  const errors: unknown[] = [];
  const servers: Server[] = [];
  const listening = listen({
    port: 80,
    ...options,
    loop,
    listeningObserver: {
      next: (server) => {
        servers.push(server);
        seen.push('listening');
      },
    },
  });
  const subscribe = () =>
    listening.subscribe({
      next: (transport) => {
        accepted.push(transport);
        seen.push('connection');
      },
      error: (error) => errors.push(error),
      complete: () => seen.push('complete'),
    });
  return { network, loop, accepted, seen, errors, servers, listening, subscribe };
};

/** The same, listening. */
const serving = (options?: Partial<ListenOptions>) => {
  const it = start(options);
  const subscription = it.subscribe();
  it.network.binding.succeed(80);
  it.loop.settle();
  const connectTo = (): FakeHandle => {
    const handle = new FakeHandle();
    it.network.binding.listener.handleConnection(handle);
    return handle;
  };
  return { ...it, subscription, server: it.servers[0] as Server, connectTo };
};

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

describe('unsubscribing from listen', () => {
  test('closes the listening socket only', () => {
    const { network, subscription, connectTo, accepted, seen } = serving();
    connectTo();
    subscription.unsubscribe();
    expect(network.binding.closed).toBe(true);
    expect(accepted[0]?.isClosing()).toBe(false);
    expect(seen).not.toContain('complete');
    const late = connectTo();
    expect(late.orders).toEqual(['destroy']);
  });

  test('while a name is looked up gives up', () => {
    const { network, subscribe, servers, loop } = start({ host: 'name' });
    subscribe().unsubscribe();
    expect(network.lookup.withdrawn).toBe(true);
    loop.settle();
    expect(servers).toEqual([]);
  });

  test('while binding closes what was bound', () => {
    const { network, subscribe, servers, loop, errors } = start({ host: ['10.0.0.1', '10.0.0.2'] });
    const subscription = subscribe();
    network.lookup.succeed('10.0.0.1');
    network.lookup.succeed('10.0.0.2');
    network.binding.succeed(80);
    subscription.unsubscribe();
    expect(network.bindings[0]?.closed).toBe(true);
    expect(network.bindings[1]?.withdrawn).toBe(true);
    loop.settle();
    expect(servers).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('between listening and being told of it closes the server', () => {
    const { network, subscribe, servers, loop } = start();
    const subscription = subscribe();
    network.binding.succeed(80);
    subscription.unsubscribe();
    loop.settle();
    expect(network.binding.closed).toBe(true);
    expect(servers).toEqual([]);
  });
});

describe('a signal', () => {
  test('that is aborted already errors without binding', () => {
    const reason = new Error('changed my mind');
    const { network, subscribe, errors, loop } = start({ signal: AbortSignal.abort(reason) });
    subscribe();
    loop.settle();
    expect(errors).toEqual([reason]);
    expect(network.bindings).toEqual([]);
  });

  test('gives up while binding', () => {
    const controller = new AbortController();
    const { network, subscribe, errors, loop } = start({ signal: controller.signal });
    subscribe();
    const reason = new Error('enough');
    controller.abort(reason);
    loop.settle();
    expect(errors).toEqual([reason]);
    expect(network.binding.withdrawn).toBe(true);
  });

  test('closes a server that listens, and leaves its connections', () => {
    const controller = new AbortController();
    const { network, seen, connectTo, accepted } = serving({ signal: controller.signal });
    connectTo();
    controller.abort();
    expect(network.binding.closed).toBe(true);
    expect(accepted[0]?.isClosing()).toBe(false);
    expect(seen.at(-1)).toBe('complete');
  });
});

describe('connections', () => {
  test('beyond maxConnections are dropped and counted', () => {
    const { server, connectTo, accepted, loop } = serving({ maxConnections: 2 });
    const handles = [connectTo(), connectTo(), connectTo()];
    expect(accepted).toHaveLength(2);
    expect(handles[2]?.orders).toEqual(['destroy']);
    expect(server.dropped).toBe(1);
    accepted[0]?.abort();
    loop.settle();
    connectTo();
    expect(accepted).toHaveLength(3);
    expect(server.dropped).toBe(1);
  });

  test('that nobody subscribes to are warned about and closed', () => {
    const { connectTo, loop, accepted } = serving({ subscribeTimeout: 1000 });
    const handles = [connectTo(), connectTo()];
    accepted[1]?.data.subscribe();
    loop.advance(1001);
    expect(handles.map(({ gone }) => gone)).toEqual([true, false]);
    expect(loop.warnings).toHaveLength(1);
  });

  test('whose subscriber throws are aborted, and the others go on', () => {
    const { network, listening, loop } = start();
    const thrown = new Error('thrown in next');
    let count = 0;
    listening.subscribe((transport) => {
      transport.data.subscribe();
      if (count++ === 1) throw thrown;
    });
    network.binding.succeed(80);
    loop.settle();
    const handles = [1, 2, 3].map(() => {
      const handle = new FakeHandle();
      network.binding.listener.handleConnection(handle);
      return handle;
    });
    loop.settle();
    expect(handles.map(({ gone }) => gone)).toEqual([false, true, false]);
    expect(handles[1]?.reason).toBe(thrown);
    expect(loop.reports.map(({ exception }) => exception)).toEqual([thrown]);
    expect(network.binding.closed).toBe(false);
  });

  test('end the subscription with an error of the pipe behind it', () => {
    const { network, listening, loop } = start();
    const thrown = new Error('thrown in a pipe');
    const errors: unknown[] = [];
    listening
      .pipe(
        map(() => {
          throw thrown;
        }),
      )
      .subscribe({ error: (error) => errors.push(error) });
    network.binding.succeed(80);
    loop.settle();
    network.binding.listener.handleConnection(new FakeHandle());
    expect(errors).toEqual([thrown]);
    expect(network.binding.closed).toBe(true);
  });
});

test('a listening socket that breaks is told to the exception handler', () => {
  const { network, loop, seen } = serving();
  const error = systemError('EMFILE');
  network.binding.listener.handleError(error);
  expect(loop.reports.map(({ exception }) => exception)).toEqual([error]);
  expect(seen).toEqual(['listening']);
});
