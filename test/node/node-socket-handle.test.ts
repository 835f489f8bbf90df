import { describe, expect, test } from '@jest/globals';
import { tcpPair } from '../support/tcp-pair.ts';

/** How many TCP sockets the process has, once libuv has had the turns it needs to close one. */
const openSockets = async (): Promise<number> => {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
};

describe('a reset', () => {
  test('while a shutdown is under way closes the descriptor', async () => {
    const before = await openSockets();
    const { client, server, dispose } = await tcpPair();
    client.unread(Buffer.from('never delivered, so that abort() means a reset'));
    client.writeEof();
    client.abort();
    server.data.subscribe();
    await Promise.all([client.closed, server.closed]);
    await dispose();
    expect(await openSockets()).toBe(before);
  });

  test('behind a shutdown that is done is a reset', async () => {
    const { client, server, dispose } = await tcpPair();
    server.holdOpen();
    const events: string[] = [];
    const eof = new Promise<void>((resolve) => {
      server.events.subscribe(({ type }) => {
        events.push(type);
        if (type === 'eof') resolve();
      });
    });
    client.writeEof();
    await eof;
    client.unread(Buffer.from('never delivered'));
    client.abort();
    server.write('to nobody');
    await server.closed;
    expect(events).toEqual(['connection', 'eof', 'lost']);
    await dispose();
  });
});
