import { describe, expect, test } from '@jest/globals';
import { map } from 'rxjs';
import { FakeHandle } from '../support/fake-handle.ts';
import { systemError } from '../support/fake-network.ts';
import { serving, start } from './listening.ts';

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
