import { describe, expect, test } from '@jest/globals';
import type { Bytes, Transport } from 'rxduct';
import { asOperator, Protocol } from 'rxduct/protocol';
import { NEVER, Observable, Subject, take } from 'rxjs';
import { FlowSource } from '../../support/flow-source.ts';
import { ManualLoop } from '../../support/manual-loop.ts';

/** A protocol whose callbacks a test fills in. */
class Script extends Protocol {
  transport!: Transport;
  readonly lost: (Error | null)[] = [];
  onMade: (transport: Transport) => void = () => {};
  onData: (data: Buffer, transport: Transport) => void = () => {};
  onEof: (transport: Transport) => boolean | undefined = () => undefined;

  override connectionMade(transport: Transport): void {
    this.transport = transport;
    this.onMade(transport);
  }

  override dataReceived(data: Buffer): void {
    this.onData(data, this.transport);
  }

  override eofReceived(): boolean | undefined {
    return this.onEof(this.transport);
  }

  override connectionLost(error: Error | null): void {
    this.lost.push(error);
  }
}

const script = (parts: Partial<Pick<Script, 'onMade' | 'onData' | 'onEof'>>): Script =>
  Object.assign(new Script(), parts);

const run = (protocol: Script, source: Observable<Buffer> = new Subject<Buffer>()) => {
  const loop = new ManualLoop();
  const seen: string[] = [];
  const subscription = source.pipe(asOperator(() => protocol, { loop })).subscribe({
    next: (bytes: Bytes) => seen.push(String(bytes)),
    error: (error: Error) => seen.push(`error ${error.message}`),
    complete: () => seen.push('complete'),
  });
  return { loop, seen, subscription, source: source as Subject<Buffer>, protocol };
};

const echo = () => script({ onData: (data, transport) => transport.write(data) });

describe('asOperator', () => {
  test('has what the source emits received, and emits what is written', () => {
    const { source, seen, loop } = run(echo());
    source.next(Buffer.from('hello'));
    loop.settle();
    expect(seen).toEqual(['hello']);
  });

  test('emits writes of one callback together', () => {
    const answer = (_data: Buffer, transport: Transport) => {
      for (const word of ['one ', 'two ', 'three']) transport.write(word);
    };
    const { source, seen, loop } = run(script({ onData: answer }));
    source.next(Buffer.from('go'));
    loop.settle();
    expect(seen).toEqual(['one two three']);
  });

  test('emits what connectionMade writes', () => {
    const { seen, loop } = run(script({ onMade: (transport) => transport.write('welcome') }));
    loop.settle();
    expect(seen).toEqual(['welcome']);
  });

  test('completes when the source has, unless the protocol keeps the connection', () => {
    const closing = run(echo());
    closing.source.next(Buffer.from('last'));
    closing.source.complete();
    closing.loop.settle();
    expect(closing.seen).toEqual(['last', 'complete']);
    expect(closing.protocol.lost).toEqual([null]);

    const keeping = run(script({ onEof: () => true }));
    keeping.source.complete();
    keeping.loop.settle();
    expect(keeping.seen).toEqual([]);
    keeping.protocol.transport.write('late answer');
    keeping.protocol.transport.close();
    keeping.loop.settle();
    expect(keeping.seen).toEqual(['late answer', 'complete']);
  });

  test('completes at writeEof, and lets the source go', () => {
    const { seen, loop, source, protocol } = run(script({ onMade: (transport) => transport.writeEof() }));
    loop.settle();
    expect(seen).toEqual(['complete']);
    expect(source.observed).toBe(false);
    expect(protocol.lost).toEqual([null]);
  });

  test('completes at close, and lets the source go', () => {
    const { seen, loop, source } = run(script({ onMade: (transport) => transport.close() }));
    loop.settle();
    expect(seen).toEqual(['complete']);
    expect(source.observed).toBe(false);
  });

  test('errors at abort with a reason, completes without one', () => {
    const reason = new Error('enough');
    const aborting = run(script({ onData: (_data, transport) => transport.abort(reason) }));
    aborting.source.next(Buffer.from('go'));
    aborting.loop.settle();
    expect(aborting.seen).toEqual(['error enough']);
    expect(aborting.protocol.lost).toEqual([reason]);

    const quiet = run(script({ onData: (_data, transport) => transport.abort() }));
    quiet.source.next(Buffer.from('go'));
    quiet.loop.settle();
    expect(quiet.seen).toEqual(['complete']);
  });

  test('errors with what a callback throws, which the handler is told', () => {
    const thrown = new Error('thrown in dataReceived');
    const { source, seen, loop } = run(
      script({
        onData: () => {
          throw thrown;
        },
      }),
    );
    source.next(Buffer.from('go'));
    loop.settle();
    expect(seen).toEqual(['error thrown in dataReceived']);
    expect(loop.reports.map(({ exception }) => exception)).toEqual([thrown]);
  });

  test('takes an error of the source for the loss of the connection', () => {
    const { source, seen, loop, protocol } = run(echo());
    const error = new Error('the source failed');
    source.error(error);
    loop.settle();
    expect(seen).toEqual(['error the source failed']);
    expect(protocol.lost).toEqual([error]);
  });

  test('lets the source go when it is unsubscribed from, and the protocol hears of it', () => {
    const { source, seen, subscription, loop, protocol } = run(echo());
    subscription.unsubscribe();
    loop.settle();
    expect(source.observed).toBe(false);
    expect(protocol.lost).toEqual([null]);
    expect(seen).toEqual([]);
  });

  test('makes a protocol for each subscription', () => {
    const loop = new ManualLoop();
    const made: Script[] = [];
    const factory = () => {
      made.push(echo());
      return made.at(-1) as Script;
    };
    const operated = NEVER.pipe(asOperator(factory, { loop }));
    expect(made).toHaveLength(0);
    for (const subscription of [operated.subscribe(), operated.subscribe()]) subscription.unsubscribe();
    expect(made).toHaveLength(2);
    expect(made[0]).not.toBe(made[1]);
    loop.settle();
  });

  test('emits Buffers that stay as they are', () => {
    const loop = new ManualLoop();
    const source = new Subject<Buffer>();
    const kept: Bytes[] = [];
    source.pipe(asOperator(() => echo(), { loop })).subscribe((bytes) => kept.push(bytes));
    for (const data of ['one', 'two', 'three']) {
      source.next(Buffer.from(data));
      loop.settle();
    }
    expect(kept.map(String)).toEqual(['one', 'two', 'three']);
  });

  test('takes a source that emits and completes inside of subscribe', () => {
    const source = new Observable<Buffer>((subscriber) => {
      subscriber.next(Buffer.from('at once'));
      subscriber.complete();
    });
    const { seen, loop } = run(echo(), source);
    loop.settle();
    expect(seen).toEqual(['at once', 'complete']);
  });

  test('stops a source without an end that emits inside of subscribe', () => {
    let emitted = 0;
    const source = new Observable<Buffer>((subscriber) => {
      while (!subscriber.closed && emitted < 1000) {
        emitted++;
        subscriber.next(Buffer.from('again'));
      }
    });
    const loop = new ManualLoop();
    const seen: string[] = [];
    source
      .pipe(
        asOperator(() => echo(), { loop }),
        take(2),
      )
      .subscribe((bytes) => seen.push(String(bytes)));
    loop.settle();
    expect(seen).toHaveLength(2);
    expect(emitted).toBeLessThan(1000);
  });
});

describe('backpressure through asOperator', () => {
  test('pauseReading holds the valves of the source, resumeReading lets them go', () => {
    const { flow, valve } = new FlowSource<Buffer>();
    const { protocol } = run(echo(), flow);
    protocol.transport.pauseReading();
    expect(valve.isHeld()).toBe(true);
    protocol.transport.resumeReading();
    expect(valve.isHeld()).toBe(false);
  });

  test('what comes all the same is kept', () => {
    const { source, seen, loop, protocol } = run(echo());
    protocol.transport.pauseReading();
    source.next(Buffer.from('held'));
    source.complete();
    loop.settle();
    expect(seen).toEqual([]);
    protocol.transport.resumeReading();
    loop.settle();
    expect(seen).toEqual(['held', 'complete']);
  });
});

test('two protocols that answer each other, as operators, neither lose nor double a byte', () => {
  const loop = new ManualLoop();
  const heard: string[] = [];
  const player = (name: string, limit: number) => () => {
    const answer = (data: Buffer, transport: Transport) => {
      heard.push(`${name}:${data}`);
      if (heard.length < limit) transport.write(`${heard.length}`);
    };
    return script({ onData: answer });
  };
  const [toOne, toOther] = [new Subject<Buffer>(), new Subject<Buffer>()];
  const forward = (to: Subject<Buffer>) => (bytes: Bytes) => to.next(Buffer.from(bytes as Uint8Array));
  toOne.pipe(asOperator(player('one', 8), { loop })).subscribe(forward(toOther));
  toOther.pipe(asOperator(player('other', 8), { loop })).subscribe(forward(toOne));
  toOne.next(Buffer.from('0'));
  loop.settle();
  expect(heard).toEqual(['one:0', 'other:1', 'one:2', 'other:3', 'one:4', 'other:5', 'one:6', 'other:7']);
});
