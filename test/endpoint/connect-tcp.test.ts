import { once } from 'node:events';
import { Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { type ConnectOptions, connect, Future, type Transport } from 'rxduct';
import { concatMap, lastValueFrom, map, toArray } from 'rxjs';
import { serve } from '../support/test-server.ts';

const echo = (transport: Transport): void => void transport.through((input) => input);

/** Sends `hello` and EOF, and returns what comes back. */
const greet = (options: ConnectOptions): Promise<string> =>
  lastValueFrom(
    connect(options).pipe(
      concatMap((transport) => {
        transport.holdOpen();
        transport.write('hello');
        transport.writeEof();
        return transport.data.pipe(
          toArray(),
          map((chunks) => {
            transport.close();
            return Buffer.concat(chunks).toString();
          }),
        );
      }),
    ),
  );

const failure = (options: ConnectOptions): Promise<unknown> =>
  new Promise((resolve, reject) => {
    connect(options).subscribe({ next: () => reject(new Error('connected')), error: resolve });
  });

describe('connect over TCP', () => {
  test('talks to a server', async () => {
    const { port, stop } = await serve(echo);
    expect(await greet({ host: '127.0.0.1', port })).toBe('hello');
    await stop();
  });

  test('finds a server by name', async () => {
    const { port, stop } = await serve(echo);
    expect(await greet({ port, family: 4 })).toBe('hello');
    await stop();
  });

  test('fails with ECONNREFUSED where nobody listens', async () => {
    const { port, stop } = await serve(echo);
    await stop();
    expect(await failure({ host: '127.0.0.1', port })).toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('fails where a name is unknown', async () => {
    // Without a name server the system says EAI_AGAIN.
    const error = await failure({ host: 'no-such-name.invalid', port: 80 });
    expect(['ENOTFOUND', 'EAI_AGAIN']).toContain((error as NodeJS.ErrnoException).code);
  });

  test('comes from localAddress', async () => {
    const peername = new Future<unknown>();
    const { port, stop } = await serve((transport) => {
      peername.setResult(transport.getExtraInfo('peername'));
      echo(transport);
    });
    expect(await greet({ host: '127.0.0.1', port, localAddress: '127.0.0.3' })).toBe('hello');
    expect(await peername).toMatchObject({ host: '127.0.0.3' });
    await stop();
  });

  test('fails with the system’s code for a localAddress that is not ours', async () => {
    const { port, stop } = await serve(echo);
    const error = await failure({ host: '127.0.0.1', port, localAddress: '203.0.113.1' });
    expect(error).toMatchObject({ code: 'EADDRNOTAVAIL' });
    await stop();
  });

  test('knows both addresses', async () => {
    const { port, stop } = await serve(echo);
    const made = new Future<Transport>();
    const subscription = connect({ host: '127.0.0.1', port }).subscribe((transport) => made.setResult(transport));
    const transport = await made;
    expect(transport.getExtraInfo('peername')).toEqual({ host: '127.0.0.1', port, family: 4 });
    expect(transport.getExtraInfo('sockname')).toMatchObject({ host: '127.0.0.1', family: 4 });
    subscription.unsubscribe();
    await transport.closed;
    await stop();
  });

  test('leaves nothing behind when it is given up at once', async () => {
    const { port, server, stop } = await serve(echo);
    for (let i = 0; i < 10; i++) connect({ host: '127.0.0.1', port }).subscribe().unsubscribe();
    const subscription = connect({ host: '127.0.0.1', port }).subscribe();
    await new Promise((resolve) => setImmediate(resolve));
    subscription.unsubscribe();
    await stop();
    expect(server.connections.size).toBe(0);
  });
});

describe('a socket that is handed over', () => {
  const socketTo = async (port: number): Promise<Socket> => {
    const socket = new Socket();
    socket.pause();
    socket.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  };

  test('is taken over, with what has come in already', async () => {
    const { port, stop } = await serve((transport) => {
      transport.write('welcome ');
      echo(transport);
    });
    const socket = await socketTo(port);
    expect(await greet({ socket })).toBe('welcome hello');
    await stop();
  });

  test('must be a connected net.Socket', async () => {
    for (const socket of [{}, new Socket(), new Socket().destroy()]) {
      expect(await failure({ socket })).toBeInstanceOf(TypeError);
    }
  });

  test('is not closed by a failure that is ours', async () => {
    const { port, stop } = await serve(echo);
    const socket = await socketTo(port);
    expect(await failure({ socket, host: '127.0.0.1' })).toBeInstanceOf(TypeError);
    expect(socket.destroyed).toBe(false);
    socket.destroy();
    await once(socket, 'close');
    await stop();
  });
});
