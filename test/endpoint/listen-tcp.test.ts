import { describe, expect, test } from '@jest/globals';
import { type ListenOptions, listen, type Transport } from 'rxduct';
import { RawClient } from '../support/raw-client.ts';
import { serve } from '../support/test-server.ts';

const echo = (transport: Transport): void => void transport.through((input) => input);

const failure = (options: ListenOptions): Promise<unknown> =>
  new Promise((resolve, reject) => {
    listen({ ...options, listeningObserver: { next: () => reject(new Error('listening')) } }).subscribe({
      error: resolve,
    });
  });

describe('listen over TCP', () => {
  test('takes a free port for port 0, the same for all addresses', async () => {
    const { server, stop } = await serve(echo, { host: ['127.0.0.1', '127.0.0.2'] });
    const ports = server.addresses.map((address) => 'port' in address && address.port);
    expect(ports).toHaveLength(2);
    expect(ports[0]).toBeGreaterThan(0);
    expect(ports[1]).toBe(ports[0]);
    await stop();
    expect(server.addresses).toEqual([]);
  });

  test('fails with EADDRINUSE where somebody listens, and leaves nothing open', async () => {
    const { port, stop } = await serve(echo, { host: '127.0.0.2' });
    expect(await failure({ host: ['127.0.0.1', '127.0.0.2'], port })).toMatchObject({ code: 'EADDRINUSE' });
    const other = await serve(echo, { host: '127.0.0.1', port });
    await other.stop();
    await stop();
  });

  test('fails with EADDRNOTAVAIL for an address that is not ours', async () => {
    expect(await failure({ host: '203.0.113.1', port: 0 })).toMatchObject({ code: 'EADDRNOTAVAIL' });
  });

  test('listens on every interface if no host is given', async () => {
    const { port, stop } = await serve(echo, { host: undefined });
    const client = await RawClient.connect(port);
    client.write('hello');
    await client.received(5);
    await client.destroy();
    await stop();
  });

  test('reads nothing of a connection before somebody asks, and loses nothing', async () => {
    const accepted: Transport[] = [];
    const { port, server, stop } = await serve((transport) => void accepted.push(transport));
    const client = await RawClient.connect(port);
    client.write('patience');
    while (accepted.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const [transport] = accepted as [Transport];
    const data = new Promise<Buffer>((resolve) => {
      transport.data.subscribe(resolve);
    });
    expect(String(await data)).toBe('patience');
    expect(server.connections.has(transport)).toBe(true);
    await client.destroy();
    await stop();
  });

  test('turns away those beyond maxConnections', async () => {
    const { port, server, stop } = await serve(echo, { maxConnections: 1 });
    const first = await RawClient.connect(port);
    first.write('a');
    await first.received(1);
    const second = await RawClient.connect(port);
    await second.eof();
    expect(second.size).toBe(0);
    expect(server.dropped).toBe(1);
    first.write('b');
    await first.received(2);
    await Promise.all([first.destroy(), second.destroy()]);
    await stop();
  });
});
