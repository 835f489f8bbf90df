import { describe, expect, test } from '@jest/globals';
import type { ListenOptions, Transport } from 'rxduct';
import { createServer, Protocol } from 'rxduct/protocol';
import { FakeHandle } from '../../support/fake-handle.ts';
import { FakeNetwork, systemError } from '../../support/fake-network.ts';
import { ManualLoop } from '../../support/manual-loop.ts';

class Echo extends Protocol {
  transport!: Transport;

  override connectionMade(transport: Transport): void {
    this.transport = transport;
  }

  override dataReceived(data: Buffer): void {
    this.transport.write(data);
  }
}

const start = (options: Partial<ListenOptions> = {}, factory: () => Protocol = () => new Echo()) => {
  const network = new FakeNetwork();
  const loop = new ManualLoop({ network });
  const operation = createServer(factory, { port: 80, ...options, loop });
  const connectTo = (): FakeHandle => {
    const handle = new FakeHandle();
    network.binding.listener.handleConnection(handle);
    return handle;
  };
  return { network, loop, operation, connectTo };
};

describe('createServer', () => {
  test('results in the server once it listens', () => {
    const { network, loop, operation } = start();
    loop.settle();
    expect(operation.done()).toBe(false);
    network.binding.succeed(80);
    loop.settle();
    expect(operation.result().isServing()).toBe(true);
  });

  test('results in a server that does not listen yet, under startServing: false', () => {
    const { network, loop, operation } = start({ startServing: false });
    loop.settle();
    expect(operation.result().isServing()).toBe(false);
    expect(network.bindings).toEqual([]);
  });

  test('gives every connection a protocol of its own', () => {
    const { network, loop, operation, connectTo } = start();
    network.binding.succeed(80);
    loop.settle();
    const handles = [connectTo(), connectTo()];
    handles[0]?.receive('one');
    handles[1]?.receive('two');
    expect(handles.map(({ text }) => text)).toEqual(['one', 'two']);
    const protocols = [...operation.result().connections].map((transport) => transport.getProtocol());
    expect(protocols[0]).not.toBe(protocols[1]);
  });

  test('fails as the system does', () => {
    const { network, loop, operation } = start();
    network.binding.fail(systemError('EADDRINUSE'));
    loop.settle();
    expect(operation.exception()).toMatchObject({ code: 'EADDRINUSE' });
  });

  test('fails for arguments that make no sense', () => {
    expect(start({ port: -1 }).operation.exception()).toBeInstanceOf(RangeError);
  });

  test('tells the handler what the factory throws, and aborts that connection only', () => {
    const thrown = new Error('no protocol');
    let made = 0;
    const { network, loop, connectTo } = start({}, () => {
      if (made++ === 0) throw thrown;
      return new Echo();
    });
    network.binding.succeed(80);
    loop.settle();
    const handles = [connectTo(), connectTo()];
    loop.settle();
    expect(handles.map(({ gone }) => gone)).toEqual([true, false]);
    expect(loop.reports.map(({ exception }) => exception)).toEqual([thrown]);
  });

  test('cancelled while it binds opens nothing', () => {
    const { network, loop, operation } = start();
    operation.cancel();
    expect(network.binding.withdrawn).toBe(true);
    loop.settle();
    expect(operation.cancelled()).toBe(true);
  });

  test('cancelled in the moment of listening closes what was opened', () => {
    const { network, loop, operation } = start();
    network.binding.succeed(80);
    operation.cancel();
    loop.settle();
    expect(network.binding.closed).toBe(true);
  });

  test('cancelled after its result is too late', () => {
    const { network, loop, operation } = start();
    network.binding.succeed(80);
    loop.settle();
    expect(operation.cancel()).toBe(false);
    expect(network.binding.closed).toBe(false);
  });
});
