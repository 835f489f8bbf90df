import { describe, expect, test } from '@jest/globals';
import type { ConnectOptions, Transport } from 'rxduct';
import { createConnection, Protocol } from 'rxduct/protocol';
import { FakeHandle } from '../../support/fake-handle.ts';
import { FakeNetwork, systemError } from '../../support/fake-network.ts';
import { ManualLoop } from '../../support/manual-loop.ts';

class Diary extends Protocol {
  readonly calls: string[] = [];
  onMade: (transport: Transport) => void = () => {};

  override connectionMade(transport: Transport): void {
    this.calls.push('made');
    this.onMade(transport);
  }

  override connectionLost(error: Error | null): void {
    this.calls.push(error === null ? 'lost' : `lost ${error.message}`);
  }
}

const start = (options: Partial<ConnectOptions> = {}, factory = () => new Diary()) => {
  const network = new FakeNetwork();
  const loop = new ManualLoop({ network });
  const protocols: Diary[] = [];
  const operation = createConnection(
    () => {
      const protocol = factory();
      protocols.push(protocol);
      return protocol;
    },
    { host: 'name', port: 80, ...options, loop },
  );
  const handle = new FakeHandle();
  const connected = () => {
    network.lookup.succeed('10.0.0.1');
    network.attempt.succeed(handle);
  };
  return { network, loop, protocols, operation, handle, connected };
};

describe('createConnection', () => {
  test('is hot, and calls the factory once the connection is there', () => {
    const { network, protocols, connected } = start();
    expect(network.lookups).toHaveLength(1);
    expect(protocols).toHaveLength(0);
    connected();
    expect(protocols).toHaveLength(1);
  });

  test('has connectionMade called before its result, which comes two hops later', () => {
    const order: string[] = [];
    const protocol = new Diary();
    const { loop, operation, connected } = start({}, () => protocol);
    const hop = (count: number): void => {
      order.push(`hop ${count}`);
      if (count < 3) loop.callSoon(hop, count + 1);
    };
    protocol.onMade = () => {
      order.push('made');
      loop.callSoon(hop, 1);
    };
    operation.addDoneCallback(() => order.push('result'));
    connected();
    loop.settle();
    expect(order).toEqual(['made', 'hop 1', 'hop 2', 'result', 'hop 3']);
  });

  test('results in the transport and the protocol, which stands in its slot', () => {
    const { loop, operation, protocols, connected } = start();
    connected();
    loop.settle();
    const [transport, protocol] = operation.result();
    expect(protocol).toBe(protocols[0]);
    expect(transport.getProtocol()).toBe(protocol);
  });

  test('fails with what connecting failed with, and calls no factory', () => {
    const { network, loop, operation, protocols } = start();
    const error = systemError('ENOTFOUND');
    network.lookup.fail(error);
    loop.settle();
    expect(operation.exception()).toBe(error);
    expect(protocols).toEqual([]);
  });

  test('fails for arguments that make no sense', () => {
    const { operation } = start({ port: undefined });
    expect(operation.exception()).toBeInstanceOf(TypeError);
  });

  test('fails with what the factory throws, and aborts the connection', () => {
    const thrown = new Error('no protocol');
    const { loop, operation, handle, connected } = start({}, () => {
      throw thrown;
    });
    connected();
    loop.settle();
    expect(operation.exception()).toBe(thrown);
    expect(handle.reason).toBe(thrown);
    expect(loop.reports).toEqual([]);
  });

  test('does not fail for what connectionMade throws: the handler is told', () => {
    const thrown = new Error('thrown in connectionMade');
    const protocol = new Diary();
    protocol.onMade = () => {
      throw thrown;
    };
    const { loop, operation, handle, connected } = start({}, () => protocol);
    connected();
    loop.settle();
    expect(operation.result()[1]).toBe(protocol);
    expect(handle.gone).toBe(false);
    expect(loop.reports.map(({ exception }) => exception)).toEqual([thrown]);
  });
});

describe('cancelling createConnection', () => {
  test('while the name is looked up gives up', () => {
    const { network, operation, loop } = start();
    expect(operation.cancel()).toBe(true);
    expect(network.lookup.withdrawn).toBe(true);
    loop.settle();
    expect(operation.cancelled()).toBe(true);
  });

  test('while connecting gives up', () => {
    const { network, operation } = start();
    network.lookup.succeed('10.0.0.1');
    operation.cancel();
    expect(network.attempt.withdrawn).toBe(true);
  });

  test('between connectionMade and the result closes, and connectionLost is called', () => {
    const { loop, operation, handle, protocols, connected } = start();
    connected();
    operation.cancel();
    loop.settle();
    expect(operation.cancelled()).toBe(true);
    expect(handle.orders.at(-1)).toBe('destroy');
    expect(protocols[0]?.calls).toEqual(['made', 'lost']);
    expect(loop.reports).toEqual([]);
  });

  test('inside connectionMade closes as well', () => {
    const protocol = new Diary();
    const { loop, operation, handle, connected } = start({}, () => protocol);
    protocol.onMade = () => void operation.cancel();
    connected();
    loop.settle();
    expect(handle.gone).toBe(true);
    expect(protocol.calls).toEqual(['made', 'lost']);
  });

  test('after the result is too late, and leaves the connection alone', () => {
    const { loop, operation, handle, connected } = start();
    connected();
    loop.settle();
    expect(operation.cancel()).toBe(false);
    expect(handle.gone).toBe(false);
  });
});

test('a connection that is lost before the result still has one', () => {
  const { loop, operation, handle, protocols, connected } = start();
  connected();
  handle.lose(systemError('ECONNRESET'));
  loop.settle();
  expect(operation.result()[0].isClosing()).toBe(true);
  expect(protocols[0]?.calls).toEqual(['made', 'lost ECONNRESET']);
});
