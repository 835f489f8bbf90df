// Peers that go in the worst moment.
import { describe, expect, test } from '@jest/globals';
import { Future, type Transport, type TransportEvent } from 'rxduct';
import { RawClient } from '../support/raw-client.ts';
import { collectReports } from '../support/reports.ts';
import { serve, type TestServer } from '../support/test-server.ts';

/** More than all buffers on the way hold. */
const LARGE = 16 * 1024 * 1024;

const reports = collectReports();

/** Bytes of which each piece is different, so that one lost or moved is found. */
const pattern = (size: number): Buffer => {
  const bytes = Buffer.allocUnsafe(size);
  for (let i = 0; i + 4 <= size; i += 4) bytes.writeUInt32LE(i, i);
  return bytes;
};

interface Meeting extends TestServer {
  readonly transport: Transport;
  readonly client: RawClient;
}

const meet = async (options?: { reading: boolean }): Promise<Meeting> => {
  const accepted = new Future<Transport>();
  const server = await serve((transport) => accepted.setResult(transport));
  const client = await RawClient.connect(server.port, options);
  const transport = await accepted;
  return { ...server, transport, client };
};

const watch = (transport: Transport): { types(): string[]; next(type: TransportEvent['type']): Promise<void> } => {
  const types: string[] = [];
  let wake = () => {};
  transport.events.subscribe(({ type }) => {
    types.push(type);
    wake();
  });
  return {
    types: () => types,
    async next(type) {
      while (!types.includes(type)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
};

const count = (types: string[], type: string): number => types.filter((each) => each === type).length;

describe('a peer that resets', () => {
  test('in the middle of a write is one loss with its code', async () => {
    const { transport, client, stop } = await meet();
    const { types } = watch(transport);
    transport.write(pattern(LARGE));
    await client.received(1);
    client.reset();
    const loss = await transport.closed;
    expect(['ECONNRESET', 'EPIPE']).toContain((loss as NodeJS.ErrnoException).code);
    expect(count(types(), 'lost')).toBe(1);
    expect(types().at(-1)).toBe('lost');
    expect(transport.getWriteBufferSize()).toBe(0);
    await stop();
  });

  test('while it is sent a source ends that source, and the future says so', async () => {
    const { transport, client, stop } = await meet();
    let returned = false;
    const source = function* (): Generator<Buffer> {
      try {
        for (;;) yield pattern(65_536);
      } finally {
        returned = true;
      }
    };
    const sending = transport.send(source());
    const failure = sending.then(null, (error: unknown) => error);
    transport.data.subscribe();
    await client.received(1);
    client.reset();
    const error = await failure;
    expect(error).toBe(await transport.closed);
    expect(returned).toBe(true);
    await stop();
  });

  test('while reading is paused is a loss once reading goes on', async () => {
    const { transport, client, stop } = await meet();
    const { types, next } = watch(transport);
    client.write('first');
    await next('data');
    transport.pauseReading();
    client.reset();
    await client.closed();
    transport.resumeReading();
    expect(await transport.closed).toMatchObject({ code: 'ECONNRESET' });
    expect(types()).toEqual(['connection', 'data', 'lost']);
    await stop();
  });

  test('while nobody subscribes harms nobody', async () => {
    const { transport, client, stop } = await meet();
    client.reset();
    await client.closed();
    transport.write('is anybody there?');
    transport.data.subscribe();
    // That Node takes a reset of a socket it has not read from for an EOF is accepted.
    const loss = await transport.closed;
    if (loss !== null) expect(['ECONNRESET', 'EPIPE']).toContain((loss as NodeJS.ErrnoException).code);
    await stop();
  });

  test('behind data delivers a beginning of the data, then one loss', async () => {
    const { transport, client, stop } = await meet();
    const chunks: Buffer[] = [];
    transport.data.subscribe({ next: (chunk) => chunks.push(chunk), error: () => {} });
    const { types } = watch(transport);
    const sent = pattern(100_000);
    client.write(sent);
    client.reset();
    await transport.closed;
    const received = Buffer.concat(chunks);
    expect(received.equals(sent.subarray(0, received.length))).toBe(true);
    expect(count(types(), 'lost')).toBe(1);
    await stop();
  });

  test('is survived by a subscriber of data without an error callback', async () => {
    const { transport, client, stop } = await meet();
    const seen = new Future<void>();
    transport.data.subscribe(() => void (seen.done() || seen.setResult()));
    client.write('data');
    await seen;
    client.reset();
    expect(await transport.closed).toMatchObject({ code: 'ECONNRESET' });
    await stop();
    expect(reports.take()).toEqual([]);
  });

  test('while its connection is being closed ends the waiting', async () => {
    const { transport, client, stop } = await meet({ reading: false });
    const { types } = watch(transport);
    transport.write(pattern(LARGE));
    transport.close();
    client.reset();
    await transport.closed;
    expect(count(types(), 'lost')).toBe(1);
    await stop();
  });

  test('is one of many: the others do not notice', async () => {
    const { port, stop } = await serve((transport) => void transport.through((input) => input));
    const clients = await Promise.all(Array.from({ length: 20 }, () => RawClient.connect(port)));
    const sent = pattern(200_000);
    for (const client of clients) client.write(sent);
    clients.forEach((client, i) => {
      if (i % 2 === 0) client.reset();
    });
    const survivors = clients.filter((_client, i) => i % 2 === 1);
    await Promise.all(survivors.map((client) => client.received(sent.length)));
    for (const client of survivors) expect(client.bytes.equals(sent)).toBe(true);
    await Promise.all(clients.map((client) => client.destroy()));
    await stop();
    // Echoes that were cut off by a reset are no errors of the program.
    expect(reports.take()).toEqual([]);
  });
});

describe('a large answer followed by close()', () => {
  const answer = pattern(5_000_000);

  test('arrives whole although the peer is still sending', async () => {
    const { port, stop } = await serve((transport) => {
      transport.events.subscribe(({ type }) => {
        if (type !== 'data') return;
        transport.write(answer);
        transport.close();
      });
    });
    const client = await RawClient.connect(port);
    const more = Buffer.alloc(65_536);
    const goOn = () => {
      if (!client.ended) client.socket.write(more, goOn);
    };
    goOn();
    await client.eof();
    expect(client.error).toBeNull();
    expect(client.size).toBe(answer.length);
    expect(client.bytes.equals(answer)).toBe(true);
    await client.destroy();
    await stop();
  });

  test('arrives whole at a peer that begins to read long after', async () => {
    const { transport, client, stop } = await meet({ reading: false });
    client.write('a request nobody reads');
    transport.write(answer);
    transport.close();
    client.socket.resume();
    await client.eof();
    expect(client.bytes.equals(answer)).toBe(true);
    client.end();
    await client.closed();
    await stop();
  });

  test('arrives whole at many peers at once', async () => {
    const { port, stop } = await serve((transport) => {
      transport.data.subscribe(() => {
        transport.write(answer);
        transport.close();
      });
    });
    const clients = await Promise.all(Array.from({ length: 8 }, () => RawClient.connect(port)));
    for (const client of clients) client.write(Buffer.alloc(300_000));
    await Promise.all(clients.map((client) => client.eof()));
    for (const client of clients) expect(client.bytes.equals(answer)).toBe(true);
    await Promise.all(clients.map((client) => client.destroy()));
    await stop();
  });
});
