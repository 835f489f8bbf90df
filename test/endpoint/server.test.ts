import { describe, expect, test } from '@jest/globals';
import { isCancelled, type ListenOptions, listen, type Server, type Transport, UsageError } from 'rxduct';
import { FakeHandle } from '../support/fake-handle.ts';
import { FakeNetwork, systemError } from '../support/fake-network.ts';
import { ManualLoop } from '../support/manual-loop.ts';

/** A server that has not begun to listen, with the connections it accepts later. */
const idle = (options: Partial<ListenOptions> = {}) => {
  const network = new FakeNetwork();
  const loop = new ManualLoop({ network });
  const accepted: Transport[] = [];
  const servers: Server[] = [];
  listen({
    port: 80,
    host: '10.0.0.1',
    startServing: false,
    ...options,
    loop,
    listeningObserver: { next: (server) => servers.push(server) },
  }).subscribe((transport) => accepted.push(transport));
  loop.settle();
  const bind = () => {
    network.lookup.succeed('10.0.0.1');
    network.binding.succeed(80);
    loop.settle();
  };
  const connectTo = (): FakeHandle => {
    const handle = new FakeHandle();
    network.binding.listener.handleConnection(handle);
    return handle;
  };
  return { network, loop, accepted, server: servers[0] as Server, bind, connectTo };
};

const serving = (options?: Partial<ListenOptions>) => {
  const it = idle(options);
  it.server.startServing();
  it.bind();
  return it;
};

describe('startServing', () => {
  test('begins to listen, when it was put off', () => {
    const { network, server, bind, loop } = idle();
    expect(network.lookups).toEqual([]);
    expect(server.isServing()).toBe(false);
    expect(server.addresses).toEqual([]);
    const started = server.startServing();
    bind();
    expect(started.result()).toBeUndefined();
    expect(server.isServing()).toBe(true);
    expect(server.addresses).toEqual([{ host: '10.0.0.1', port: 80, family: 4 }]);
    loop.settle();
  });

  test('is idempotent: while it begins, and when it has begun', () => {
    const { network, server, bind, loop } = idle();
    const futures = [server.startServing(), server.startServing()];
    bind();
    futures.push(server.startServing());
    loop.settle();
    for (const future of futures) expect(future.result()).toBeUndefined();
    expect(network.bindings).toHaveLength(1);
  });

  test('fails as the system does, and may be tried again', () => {
    const { network, server, bind, loop } = idle();
    const failed = server.startServing();
    network.lookup.succeed('10.0.0.1');
    network.binding.fail(systemError('EADDRINUSE'));
    loop.settle();
    expect(failed.exception()).toMatchObject({ code: 'EADDRINUSE' });
    const started = server.startServing();
    bind();
    expect(started.result()).toBeUndefined();
  });

  test('after close() is a UsageError', () => {
    const { server } = serving();
    server.close();
    expect(server.startServing().exception()).toBeInstanceOf(UsageError);
  });

  test('that is overtaken by close() fails, and leaves nothing open', () => {
    const { network, server, loop } = idle();
    const started = server.startServing();
    network.lookup.succeed('10.0.0.1');
    server.close();
    loop.settle();
    expect(started.exception()).toBeInstanceOf(UsageError);
    expect(network.binding.withdrawn).toBe(true);
  });
});

describe('serveForever', () => {
  test('begins to listen, and closes the server when it is cancelled', () => {
    const { network, server, bind } = idle();
    const forever = server.serveForever();
    bind();
    expect(server.isServing()).toBe(true);
    forever.cancel();
    expect(network.binding.closed).toBe(true);
    expect(server.isServing()).toBe(false);
  });

  test('is cancelled by close()', async () => {
    const { server } = serving();
    const forever = server.serveForever();
    server.close();
    expect(forever.cancelled()).toBe(true);
    expect(isCancelled(catchError(() => forever.result()))).toBe(true);
  });

  test('called twice, or after close(), is a UsageError', () => {
    const { server } = serving();
    const forever = server.serveForever();
    expect(server.serveForever().exception()).toBeInstanceOf(UsageError);
    expect(forever.done()).toBe(false);
    server.close();
    expect(server.serveForever().exception()).toBeInstanceOf(UsageError);
  });

  test('fails as the system does', () => {
    const { network, server, loop } = idle();
    const forever = server.serveForever();
    network.lookup.fail(systemError('ENOTFOUND'));
    loop.settle();
    expect(forever.exception()).toMatchObject({ code: 'ENOTFOUND' });
  });
});

describe('close', () => {
  test('stops listening and leaves the connections, and is idempotent', () => {
    const { network, server, connectTo } = serving();
    const handle = connectTo();
    server.close();
    server.close();
    expect(network.binding.closed).toBe(true);
    expect(server.addresses).toEqual([]);
    expect(server.connections.size).toBe(1);
    expect(handle.gone).toBe(false);
  });

  test('closeClients closes every connection, abortClients aborts them', () => {
    const { server, connectTo, loop, accepted } = serving();
    const closed = [connectTo(), connectTo()];
    for (const transport of accepted) transport.write('flushed');
    server.closeClients();
    expect(closed.map(({ orders }) => orders)).toEqual([['linger 30000'], ['linger 30000']]);
    const aborted = connectTo();
    server.abortClients();
    expect(aborted.orders).toEqual(['destroy']);
    loop.settle();
    expect(server.connections.size).toBe(0);
    expect(server.isServing()).toBe(true);
  });
});

describe('waitClosed', () => {
  test('waits for close() even without connections', () => {
    const { server, loop } = serving();
    const waiting = server.waitClosed();
    loop.settle();
    expect(waiting.done()).toBe(false);
    server.close();
    expect(waiting.done()).toBe(true);
    expect(server.waitClosed().done()).toBe(true);
  });

  test('waits for the last connection too, as CPython does since 3.12', () => {
    const { server, loop, connectTo } = serving();
    const handles = [connectTo(), connectTo()];
    const waiting = [server.waitClosed(), server.waitClosed()];
    server.close();
    handles[0]?.lose();
    loop.settle();
    expect(waiting.map((each) => each.done())).toEqual([false, false]);
    handles[1]?.lose(systemError('ECONNRESET'));
    loop.settle();
    expect(waiting.map((each) => each.done())).toEqual([true, true]);
  });

  test('that was cancelled harms nobody', () => {
    const { server, loop } = serving();
    const [cancelled, other] = [server.waitClosed(), server.waitClosed()];
    cancelled.cancel();
    server.close();
    loop.settle();
    expect(other.done()).toBe(true);
    expect(loop.reports).toEqual([]);
  });

  test('is what [Symbol.asyncDispose] does, behind close()', () => {
    const { server, loop, connectTo, network } = serving();
    const handle = connectTo();
    server[Symbol.asyncDispose]().then(null, () => {});
    expect(network.binding.closed).toBe(true);
    handle.lose();
    loop.settle();
    expect(server.connections.size).toBe(0);
  });
});

describe('shutdown', () => {
  test('reports those that ended by themselves within the grace', () => {
    const { server, connectTo, loop } = serving();
    const handles = [connectTo(), connectTo()];
    const report = server.shutdown({ grace: 1000 });
    expect(server.isServing()).toBe(false);
    loop.advance(500);
    for (const handle of handles) handle.lose();
    loop.settle();
    expect(report.result()).toEqual({ closed: 2, aborted: [] });
    expect(loop.manual.alarm.keepsAlive).toBe(false);
  });

  test('closes those that are left behind the grace, which flushes', () => {
    const { server, connectTo, loop, accepted } = serving();
    const handle = connectTo();
    handle.setRoom(0);
    accepted[0]?.write('unsent');
    const report = server.shutdown({ grace: 1000 });
    loop.advance(1001);
    expect(accepted[0]?.isClosing()).toBe(true);
    expect(report.done()).toBe(false);
    handle.drain();
    loop.settle();
    expect(report.result()).toEqual({ closed: 1, aborted: [] });
  });

  test('aborts those that have not flushed after as long again, and names them', () => {
    const { server, connectTo, loop, accepted } = serving();
    const stuck = connectTo();
    connectTo();
    stuck.setRoom(0);
    accepted[0]?.write('never taken');
    const report = server.shutdown({ grace: 1000 });
    loop.advance(1001);
    expect(report.done()).toBe(false);
    loop.advance(1000);
    // A fake handle has no peername; one entry for each connection that was aborted.
    expect(report.result()).toEqual({ closed: 1, aborted: [undefined] });
    expect(stuck.orders.at(-1)).toBe('destroy');
  });

  test('without connections is over at once, without grace it is short', () => {
    const { server, loop } = serving();
    const report = server.shutdown({ grace: 0 });
    loop.settle();
    expect(report.result()).toEqual({ closed: 0, aborted: [] });
    expect(() => server.shutdown({ grace: -1 })).toThrow(RangeError);
  });
});

function catchError(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}
