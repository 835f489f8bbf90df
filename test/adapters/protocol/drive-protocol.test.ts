import { describe, expect, test } from '@jest/globals';
import { type Transport, UsageError } from 'rxduct';
import { BufferedProtocol, driveProtocol, Protocol, type StreamProtocol } from 'rxduct/protocol';
import { rig } from '../../support/fake-transport.ts';

const calls: string[] = [];

/** Notes what it is told under its name, and then does what a test wants. */
class Note extends Protocol {
  readonly #name: string;
  readonly #react: (data: Buffer) => void;

  constructor(name: string, react: (data: Buffer) => void = () => {}) {
    super();
    this.#name = name;
    this.#react = react;
  }

  override connectionMade(): void {
    calls.push(`${this.#name} made`);
  }

  override dataReceived(data: Buffer): void {
    calls.push(`${this.#name} data ${data}`);
    this.#react(data);
  }

  override eofReceived(): void {
    calls.push(`${this.#name} eof`);
  }

  override pauseWriting(): void {
    calls.push(`${this.#name} pause`);
  }

  override resumeWriting(): void {
    calls.push(`${this.#name} resume`);
  }

  override connectionLost(error: Error | null): void {
    calls.push(`${this.#name} lost${error === null ? '' : ` ${error.message}`}`);
  }
}

/** Takes four bytes at a time. */
class BufferedNote extends BufferedProtocol {
  readonly memory: Buffer = Buffer.alloc(4);
  readonly #name: string;
  readonly #react: (data: string) => void;

  constructor(name: string, react: (data: string) => void = () => {}) {
    super();
    this.#name = name;
    this.#react = react;
  }

  override getBuffer(): Uint8Array {
    return this.memory;
  }

  override bufferUpdated(size: number): void {
    const data = this.memory.toString('utf8', 0, size);
    calls.push(`${this.#name} buffer ${data}`);
    this.#react(data);
  }

  override connectionLost(error: Error | null): void {
    calls.push(`${this.#name} lost${error === null ? '' : ` ${error.message}`}`);
  }
}

const drive = (makeProtocol: (transport: Transport) => StreamProtocol) => {
  calls.length = 0;
  const it = rig();
  driveProtocol(it.transport, makeProtocol(it.transport));
  return it;
};

describe('a Protocol', () => {
  test('is told everything, in order', () => {
    const { handle, transport, loop } = drive(() => new Note('a'));
    handle.setRoom(0);
    transport.write(Buffer.alloc(70_000));
    handle.receive('hello');
    handle.drain();
    loop.settle();
    handle.receiveEof();
    loop.settle();
    expect(calls).toEqual(['a made', 'a pause', 'a data hello', 'a resume', 'a eof', 'a lost']);
  });

  test('that returns true from eofReceived keeps the connection until it closes it', () => {
    class Patient extends Note {
      override eofReceived(): true {
        return true;
      }
    }
    const { handle, transport, loop } = drive(() => new Patient('a'));
    handle.receiveEof();
    loop.settle();
    transport.write('goes on');
    expect(handle.text).toBe('goes on');
    transport.close();
    loop.settle();
    expect(calls).toEqual(['a made', 'a lost']);
  });

  test('that is put into the slot is told from the next event on', () => {
    const { handle, loop } = drive(
      (transport) => new Note('a', () => transport.setProtocol(new Note('b', () => transport.close()))),
    );
    handle.receive('one');
    handle.receive('two');
    loop.settle();
    expect(calls).toEqual(['a made', 'a data one', 'b data two', 'b lost']);
  });

  test('that takes the place of another hears of its pause and its loss', () => {
    const { handle, transport, loop } = drive(() => new Note('a'));
    transport.setProtocol(new Note('b'));
    handle.setRoom(0);
    transport.write(Buffer.alloc(70_000));
    handle.lose(new Error('reset'));
    loop.settle();
    expect(calls).toEqual(['a made', 'b pause', 'b lost reset']);
  });
});

describe('a BufferedProtocol', () => {
  test('gets a chunk in portions of its buffer', () => {
    const { handle } = drive(() => new BufferedNote('a'));
    handle.receive('0123456789');
    expect(calls).toEqual(['a buffer 0123', 'a buffer 4567', 'a buffer 89']);
  });

  test('that pauses inside bufferUpdated gets the rest when it resumes', () => {
    const { handle, transport, loop } = drive((it) => new BufferedNote('a', () => it.pauseReading()));
    handle.receive('0123456789');
    handle.receive('abc');
    loop.settle();
    expect(calls).toEqual(['a buffer 0123']);
    transport.resumeReading();
    loop.settle();
    expect(calls).toEqual(['a buffer 0123', 'a buffer 4567']);
    transport.resumeReading();
    loop.settle();
    transport.resumeReading();
    loop.settle();
    expect(calls.slice(2)).toEqual(['a buffer 89', 'a buffer abc']);
  });

  test('that pauses and resumes inside bufferUpdated goes on', () => {
    const { handle, loop } = drive(
      (it) =>
        new BufferedNote('a', () => {
          it.pauseReading();
          it.resumeReading();
        }),
    );
    handle.receive('01234567');
    loop.settle();
    expect(calls).toEqual(['a buffer 0123', 'a buffer 4567']);
  });

  test('that closes inside bufferUpdated gets nothing more', () => {
    const { handle, loop } = drive((it) => new BufferedNote('a', () => it.close()));
    handle.receive('0123456789');
    loop.settle();
    expect(calls).toEqual(['a buffer 0123', 'a lost']);
  });

  test('with an empty buffer is a fatal error', () => {
    class Empty extends BufferedNote {
      override getBuffer(): Uint8Array {
        return new Uint8Array(0);
      }
    }
    const { handle, loop, transport } = drive(() => new Empty('a'));
    handle.receive('0123');
    loop.settle();
    expect(transport.closed.result()).toBeInstanceOf(UsageError);
    expect(loop.reports.map(({ exception }) => exception)).toEqual([transport.closed.result()]);
    expect(handle.orders.at(-1)).toBe('reset');
  });
});

describe('the kinds of protocols change places inside of a chunk', () => {
  test('a Protocol gets what a BufferedProtocol has left of it', () => {
    const { handle } = drive((it) => new BufferedNote('a', () => it.setProtocol(new Note('b'))));
    handle.receive('0123456789');
    handle.receive('abc');
    expect(calls).toEqual(['a buffer 0123', 'b data 456789', 'b data abc']);
  });

  test('a BufferedProtocol gets what another one has left of it', () => {
    const { handle } = drive((it) => new BufferedNote('a', () => it.setProtocol(new BufferedNote('b'))));
    handle.receive('0123456789');
    expect(calls).toEqual(['a buffer 0123', 'b buffer 4567', 'b buffer 89']);
  });

  test('a BufferedProtocol gets what a Protocol gives back', () => {
    const { handle, loop } = drive(
      (it) =>
        new Note('a', (data) => {
          it.setProtocol(new BufferedNote('b'));
          it.unread(data.subarray(2));
        }),
    );
    handle.receive('0123456');
    loop.settle();
    expect(calls).toEqual(['a made', 'a data 0123456', 'b buffer 2345', 'b buffer 6']);
  });
});

describe('a throw', () => {
  test.each(['dataReceived', 'eofReceived'] as const)('in %s is fatal', (name) => {
    const thrown = new Error(`thrown in ${name}`);
    const fail = (): never => {
      throw thrown;
    };
    const { handle, loop } = drive(() => Object.assign(new Note('a'), { [name]: fail }));
    handle.receive('data');
    if (name === 'eofReceived') handle.receiveEof();
    loop.settle();
    expect(calls.at(-1)).toBe(`a lost ${thrown.message}`);
    expect(loop.reports).toEqual([
      expect.objectContaining({ exception: thrown, transport: expect.anything(), protocol: expect.anything() }),
    ]);
  });

  test.each(['connectionMade', 'pauseWriting', 'resumeWriting', 'connectionLost'] as const)(
    'in %s is told, and the connection goes on',
    (name) => {
      const thrown = new Error(`thrown in ${name}`);
      const fail = (): never => {
        throw thrown;
      };
      const { handle, loop, transport } = drive(() => Object.assign(new Note('a'), { [name]: fail }));
      handle.setRoom(0);
      transport.write(Buffer.alloc(70_000));
      handle.drain();
      handle.receive('still here');
      transport.close();
      loop.settle();
      expect(calls).toContain('a data still here');
      expect(transport.closed.result()).toBeNull();
      expect(loop.reports.map(({ exception }) => exception)).toEqual([thrown]);
    },
  );
});
