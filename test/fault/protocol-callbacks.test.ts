// An exception out of every callback of a protocol: the right party hears of it once, and every other connection goes on.
import { describe, expect, test } from '@jest/globals';
import { Future, type Transport } from 'rxduct';
import { BufferedProtocol, createServer, Protocol, type StreamProtocol } from 'rxduct/protocol';
import { RawClient } from '../support/raw-client.ts';
import { collectReports } from '../support/reports.ts';
import { portOf, stopServer } from '../support/test-server.ts';

/** Enough to fill every buffer on the way. */
const ANSWER: Buffer = Buffer.alloc(16 * 1024 * 1024, 'answer');

const reports = collectReports();

/** Calls of one protocol, one of which throws, the first time. */
class Script {
  readonly thrown: Error;
  readonly calls: string[] = [];
  readonly lost = new Future<Error | null>();
  readonly #fault: string;

  constructor(fault: string) {
    this.#fault = fault;
    this.thrown = new Error(`thrown in ${fault}`);
  }

  call(name: string): void {
    const again = this.calls.includes(name);
    this.calls.push(name);
    if (name === this.#fault && !again) throw this.thrown;
  }

  count(name: string): number {
    return this.calls.filter((call) => call === name).length;
  }

  end(error: Error | null): void {
    this.lost.setResult(error);
    this.call('connectionLost');
  }
}

class FaultyProtocol extends Protocol {
  readonly #script: Script;
  #transport!: Transport;

  constructor(script: Script) {
    super();
    this.#script = script;
  }

  override connectionMade(transport: Transport): void {
    this.#transport = transport;
    this.#script.call('connectionMade');
  }

  override dataReceived(): void {
    this.#transport.write(ANSWER);
    this.#script.call('dataReceived');
  }

  override eofReceived(): void {
    this.#script.call('eofReceived');
  }

  override pauseWriting(): void {
    this.#script.call('pauseWriting');
  }

  override resumeWriting(): void {
    this.#script.call('resumeWriting');
  }

  override connectionLost(error: Error | null): void {
    this.#script.end(error);
  }
}

class FaultyBufferedProtocol extends BufferedProtocol {
  readonly #script: Script;

  constructor(script: Script) {
    super();
    this.#script = script;
  }

  override getBuffer(): Uint8Array {
    this.#script.call('getBuffer');
    return new Uint8Array(10);
  }

  override bufferUpdated(): void {
    this.#script.call('bufferUpdated');
  }

  override connectionLost(error: Error | null): void {
    this.#script.end(error);
  }
}

class Echo extends Protocol {
  #transport!: Transport;

  override connectionMade(transport: Transport): void {
    this.#transport = transport;
  }

  override dataReceived(data: Buffer): void {
    this.#transport.write(data);
  }
}

/** One connection that goes through its whole life with a fault in it, beside one that echoes. */
const live = async (script: Script, faulty: StreamProtocol): Promise<void> => {
  const factories = [() => new Echo(), () => faulty];
  const server = await createServer(() => (factories.shift() ?? (() => new Echo()))(), { host: '127.0.0.1', port: 0 });
  const witness = await RawClient.connect(portOf(server));
  witness.write('before ');
  await witness.received(7);
  const client = await RawClient.connect(portOf(server), { reading: false });
  client.write('go');
  // The answer fills every buffer, and the first bytes can be seen, before the client begins to read.
  client.socket.resume();
  if (faulty instanceof FaultyProtocol) await client.received(ANSWER.length);
  client.end();
  await script.lost;
  witness.write('after');
  await witness.received(12);
  expect(witness.text).toBe('before after');
  const newcomer = await RawClient.connect(portOf(server));
  newcomer.write('new');
  await newcomer.received(3);
  await Promise.all([client, witness, newcomer].map((each) => each.destroy()));
  await stopServer(server);
};

describe('a throw that is fatal', () => {
  test.each(['dataReceived', 'eofReceived'])('in %s aborts this connection with that error', async (fault) => {
    const script = new Script(fault);
    await live(script, new FaultyProtocol(script));
    expect(script.lost.result()).toBe(script.thrown);
    expect(script.count('connectionMade')).toBe(1);
    expect(script.count('connectionLost')).toBe(1);
    expect(script.count(fault)).toBe(1);
    expect(reports.take()).toEqual([script.thrown]);
  });

  test.each(['getBuffer', 'bufferUpdated'])('in %s aborts this connection with that error', async (fault) => {
    const script = new Script(fault);
    await live(script, new FaultyBufferedProtocol(script));
    expect(script.lost.result()).toBe(script.thrown);
    expect(script.count(fault)).toBe(1);
    expect(script.count('connectionLost')).toBe(1);
    expect(reports.take()).toEqual([script.thrown]);
  });
});

describe('a throw that is told, and costs nothing', () => {
  test.each(['connectionMade', 'pauseWriting', 'resumeWriting', 'connectionLost'])(
    'in %s lets the connection go on',
    async (fault) => {
      const script = new Script(fault);
      await live(script, new FaultyProtocol(script));
      expect(script.lost.result()).toBeNull();
      expect(script.count('connectionLost')).toBe(1);
      expect(script.count(fault)).toBeGreaterThan(0);
      expect(reports.take()).toEqual([script.thrown]);
    },
  );
});

test('a throw in the factory costs that connection only', async () => {
  const thrown = new Error('no protocol today');
  let made = 0;
  const server = await createServer(
    () => {
      if (made++ === 0) throw thrown;
      return new Echo();
    },
    { host: '127.0.0.1', port: 0 },
  );
  const first = await RawClient.connect(portOf(server));
  await first.eof();
  const second = await RawClient.connect(portOf(server));
  second.write('echo');
  await second.received(4);
  expect(second.text).toBe('echo');
  expect(reports.take()).toEqual([thrown]);
  await Promise.all([first.destroy(), second.destroy()]);
  await stopServer(server);
});
