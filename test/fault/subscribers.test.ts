// An exception out of every place of a pipeline: it is told once, and no other connection notices.
import { describe, expect, test } from '@jest/globals';
import { Future, getEventLoop, listen, type Server, type Transport } from 'rxduct';
import { map, mergeMap, type Observable, tap } from 'rxjs';
import { RawClient } from '../support/raw-client.ts';
import { collectReports } from '../support/reports.ts';
import { portOf, serve, stopServer } from '../support/test-server.ts';

const reports = collectReports();
const thrown = new Error('thrown on purpose');

const fail = (): never => {
  throw thrown;
};

const echo = (transport: Transport): void => void transport.through((input) => input);

/** The second connection is handed to `faulty`; the first one must not notice. Returns what the faulty one was lost with. */
const beside = async (
  faulty: (transport: Transport) => void,
  provoke: (client: RawClient, transport: Transport) => void = (client) => client.write('go'),
): Promise<Error | null> => {
  const accepted = new Future<Transport>();
  let connections = 0;
  const { port, stop } = await serve((transport) => {
    if (connections++ !== 1) {
      echo(transport);
      return;
    }
    accepted.setResult(transport);
    faulty(transport);
  });
  const witness = await RawClient.connect(port);
  witness.write('before ');
  await witness.received(7);
  const client = await RawClient.connect(port);
  const transport = await accepted;
  provoke(client, transport);
  const loss = await transport.closed;
  witness.write('after');
  await witness.received(12);
  const newcomer = await RawClient.connect(port);
  newcomer.write('new');
  await newcomer.received(3);
  await Promise.all([client, witness, newcomer].map((each) => each.destroy()));
  await stop();
  return loss;
};

describe('a throw aborts its connection with that error', () => {
  test.each(['connection', 'data', 'eof'])('in the next of events, at %s', async (type) => {
    const loss = await beside(
      (transport) => void transport.events.subscribe((event) => event.type === type && fail()),
      (client) => client.socket.end('go'),
    );
    expect(loss).toBe(thrown);
    expect(reports.take()).toEqual([thrown]);
  });

  test('in the next of data', async () => {
    expect(await beside((transport) => void transport.data.subscribe(fail))).toBe(thrown);
    expect(reports.take()).toEqual([thrown]);
  });

  test('in an operator behind data, whose subscriber has no error callback', async () => {
    expect(await beside((transport) => void transport.data.pipe(map(fail)).subscribe())).toBe(thrown);
    expect(reports.take()).toEqual([thrown]);
  });

  test('in the next behind operators', async () => {
    const pipe = (data: Observable<Buffer>) => data.pipe(map(String), tap());
    expect(await beside((transport) => void transport.data.pipe(pipe).subscribe(fail))).toBe(thrown);
    expect(reports.take()).toEqual([thrown]);
  });

  test('in an operator of through', async () => {
    expect(await beside((transport) => void transport.through((input) => input.pipe(map(fail))))).toBe(thrown);
    expect(reports.take()).toEqual([thrown]);
  });

  test('in an operator of through that somebody awaits, who is told instead of the handler', async () => {
    const told: unknown[] = [];
    const loss = await beside((transport) => {
      transport.through((input) => input.pipe(map(fail))).then(null, (error) => told.push(error));
    });
    expect(loss).toBe(thrown);
    expect(told).toEqual([thrown]);
  });

  test('in a generator that is being sent', async () => {
    const source = function* (): Generator<string> {
      yield 'first';
      fail();
    };
    expect(await beside((transport) => void transport.send(source()))).toBe(thrown);
    expect(reports.take()).toEqual([thrown]);
  });

  test('in an async generator that is being sent', async () => {
    const source = async function* (): AsyncGenerator<string> {
      yield 'first';
      fail();
    };
    expect(await beside((transport) => void transport.send(source()))).toBe(thrown);
    expect(reports.take()).toEqual([thrown]);
  });

  test('in the next of listen', async () => {
    expect(await beside(fail)).toBe(thrown);
    expect(reports.take()).toEqual([thrown]);
  });
});

describe('a throw where the connection is over', () => {
  test('in the next of events, at lost, is told', async () => {
    const loss = await beside(
      (transport) => void transport.events.subscribe((event) => event.type === 'lost' && fail()),
      (client) => client.end(),
    );
    expect(loss).toBeNull();
    expect(reports.take()).toEqual([thrown]);
  });

  test('in the error callback of data is told', async () => {
    const reason = new Error('the loss');
    const loss = await beside(
      (transport) => void transport.data.subscribe({ error: fail }),
      (_client, transport) => transport.abort(reason),
    );
    expect(loss).toBe(reason);
    expect(reports.take()).toEqual([thrown]);
  });

  test('in the complete callback of data is told', async () => {
    await beside(
      (transport) => void transport.data.subscribe({ complete: fail }),
      (client) => client.end(),
    );
    expect(reports.take()).toEqual([thrown]);
  });
});

describe('an error that somebody handles', () => {
  test('in an operator behind data is not told, and the connection is left to him', async () => {
    const handled: unknown[] = [];
    const loss = await beside((transport) => {
      transport.data.pipe(map(fail)).subscribe({
        error: (error) => {
          handled.push(error);
          transport.close();
        },
      });
    });
    expect(loss).toBeNull();
    expect(handled).toEqual([thrown]);
  });
});

describe('an error in a pipe behind listen', () => {
  const failing = async (subscribe: (transports: Observable<unknown>) => void): Promise<void> => {
    const listening = new Future<Server>();
    const lost = new Future<Error | null>();
    let connections = 0;
    const transports = listen({
      host: '127.0.0.1',
      port: 0,
      listeningObserver: { next: (server) => listening.setResult(server) },
    }).pipe(
      mergeMap((transport) => {
        if (connections++ === 0) {
          echo(transport);
        } else {
          transport.closed.addDoneCallback((closed) => lost.setResult(closed.result()));
          fail();
        }
        return [];
      }),
    );
    subscribe(transports);
    const server = await listening;
    const port = portOf(server);
    const first = await RawClient.connect(port);
    first.write('before ');
    await first.received(7);
    const second = await RawClient.connect(port);
    // The subscription is over, and with it the listening; what was accepted before stays.
    await server.loop.callSoon(() => {});
    first.write('after');
    await first.received(12);
    expect(first.text).toBe('before after');
    await Promise.all([first.destroy(), second.destroy()]);
    expect(server.isServing()).toBe(false);
    await stopServer(server);
  };

  test('without an error callback is told, and stops the listening only', async () => {
    await failing((transports) => transports.subscribe());
    expect(reports.take()).toEqual([thrown]);
  });

  test('goes to the error callback', async () => {
    const handled: unknown[] = [];
    await failing((transports) => transports.subscribe({ error: (error) => handled.push(error) }));
    expect(handled).toEqual([thrown]);
  });
});

test('a throw in a callback of the loop stops no connection', async () => {
  const loss = await beside(
    (transport) => {
      getEventLoop().callSoon(fail);
      echo(transport);
    },
    (client) => client.end(),
  );
  expect(loss).toBeNull();
  expect(reports.take()).toEqual([thrown]);
});
