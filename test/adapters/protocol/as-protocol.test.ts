import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type Bytes, mapAsync } from 'rxduct';
import { asOperator, asProtocol, driveProtocol } from 'rxduct/protocol';
import {
  concat,
  concatMap,
  endWith,
  filter,
  ignoreElements,
  map,
  NEVER,
  type Observable,
  type OperatorFunction,
  of,
  Subject,
  scan,
  startWith,
  take,
  tap,
  throwError,
} from 'rxjs';
import { rig } from '../../support/fake-transport.ts';
import { FlowSource } from '../../support/flow-source.ts';
import { ManualLoop } from '../../support/manual-loop.ts';

type ByteOperator = OperatorFunction<Buffer, Bytes>;

const drive = (operator: ByteOperator, options?: { canHalfClose?: boolean }) => {
  const it = rig(options);
  const protocol = asProtocol(operator);
  driveProtocol(it.transport, protocol);
  return { ...it, protocol };
};

const echo: ByteOperator = (input) => input;

describe('asProtocol', () => {
  test('puts in what is received, and writes what comes out', () => {
    const { handle, loop } = drive((input) => input.pipe(map((data) => `Re: ${data}`)));
    handle.receive('hello');
    loop.settle();
    expect(handle.text).toBe('Re: hello');
  });

  test('completes the input at EOF, sends EOF behind the output, and closes', () => {
    const { handle, loop, transport } = drive((input) => input.pipe(endWith('bye')));
    handle.receive('hello ');
    handle.receiveEof();
    loop.settle();
    expect(handle.text).toBe('hello bye');
    expect(transport.closed.result()).toBeNull();
  });

  test('keeps the connection behind EOF while the output goes on', () => {
    const late = new Subject<string>();
    const { handle, loop, transport } = drive((input) => concat(input.pipe(ignoreElements()), late));
    handle.receiveEof();
    loop.settle();
    expect(transport.isClosing()).toBe(false);
    late.next('late answer');
    late.complete();
    loop.settle();
    expect(handle.text).toBe('late answer');
    expect(transport.closed.result()).toBeNull();
  });

  test('sends EOF when the output completes, and closes when the input has ended too', () => {
    const { handle, loop, transport } = drive((input) => {
      input.subscribe();
      return of('said all');
    });
    loop.settle();
    expect(handle.text).toBe('said all');
    expect(handle.orders).toContain('shutdown');
    expect(transport.isClosing()).toBe(false);
    handle.receiveEof();
    loop.settle();
    expect(transport.closed.result()).toBeNull();
  });

  test('closes when the output has completed and the input is not wanted any more', () => {
    const { handle, loop, transport } = drive((input) => input.pipe(take(1)));
    handle.receive('only');
    loop.settle();
    expect(handle.text).toBe('only');
    expect(transport.closed.result()).toBeNull();
  });

  test('closes instead of sending EOF where there is no half-close', () => {
    const { handle, loop, transport } = drive(
      (input) => {
        input.subscribe();
        return of('said all');
      },
      { canHalfClose: false },
    );
    loop.settle();
    expect(handle.text).toBe('said all');
    expect(transport.closed.result()).toBeNull();
  });

  test('aborts with an error of the operator, which the handler is told once', () => {
    const thrown = new Error('the operator failed');
    const { handle, loop, transport } = drive((input) =>
      input.pipe(
        map(() => {
          throw thrown;
        }),
      ),
    );
    handle.receive('go');
    loop.settle();
    expect(transport.closed.result()).toBe(thrown);
    expect(loop.reports.map(({ exception }) => exception)).toEqual([thrown]);
  });

  test('aborts when the operator writes what is not bytes', () => {
    const { handle, loop, transport } = drive((input) => input.pipe(map(() => 5 as unknown as string)));
    handle.receive('go');
    loop.settle();
    expect(transport.closed.result()).toBeInstanceOf(TypeError);
    expect(loop.reports).toHaveLength(1);
  });

  test('has the loss as the error of the input, and lets everything go', () => {
    const errors: unknown[] = [];
    const source = new Subject<string>();
    const { handle, loop } = drive((input) => {
      input.subscribe({ error: (error) => errors.push(error) });
      return source;
    });
    const reset = new Error('reset');
    handle.lose(reset);
    loop.settle();
    expect(errors).toEqual([reset]);
    expect(source.observed).toBe(false);
    expect(loop.reports).toEqual([]);
  });

  test('tells nobody of a loss that comes out of the operator again', () => {
    const { handle, loop } = drive(echo);
    handle.lose(new Error('reset'));
    loop.settle();
    expect(loop.reports).toEqual([]);
  });
});

describe('backpressure through asProtocol', () => {
  test('an operator that falls behind has reading paused', async () => {
    const { handle, loop, transport } = drive((input) =>
      input.pipe(mapAsync(() => new Promise<string>(() => {}), { highWater: 2 })),
    );
    for (let i = 0; i < 3; i++) handle.receive('slow');
    loop.settle();
    expect(transport.isReading()).toBe(false);
    expect(handle.reading).toBe(false);
  });

  test('pauseWriting holds the valves of what is being written', () => {
    const { flow, valve } = new FlowSource<string>();
    const { handle, transport, loop } = drive(() => flow);
    handle.setRoom(0);
    transport.write(Buffer.alloc(70_000));
    expect(valve.isHeld()).toBe(true);
    handle.drain(0);
    handle.drain();
    loop.settle();
    expect(valve.isHeld()).toBe(false);
  });

  test('an echo stops reading while its answers are not taken', () => {
    const { handle, loop } = drive(echo);
    handle.setRoom(0);
    handle.receive(Buffer.alloc(70_000));
    loop.settle();
    expect(handle.reading).toBe(false);
    while (handle.inFlight) handle.drain(0);
    loop.settle();
    expect(handle.reading).toBe(true);
  });
});

/** Operators of every shape: with state, early ends, late ends, errors, a will of their own. */
const OPERATORS: Record<string, () => ByteOperator> = {
  echo: () => echo,
  upperCase: () => (input) => input.pipe(map((data) => String(data).toUpperCase())),
  dropEveryOther: () => (input) => input.pipe(filter((_data, index) => index % 2 === 0)),
  total: () => (input) =>
    input.pipe(
      scan((total, data) => total + data.length, 0),
      map((total) => `${total};`),
    ),
  greet: () => (input) => input.pipe(startWith('hello '), endWith(' goodbye')),
  doubled: () => (input) => input.pipe(concatMap((data) => [data, '+', data])),
  firstTwo: () => (input) => input.pipe(take(2)),
  onlyTheEnd: () => (input) => input.pipe(ignoreElements(), endWith('end')),
  failAtThird: () => (input) =>
    input.pipe(
      tap(() => {}),
      map((data, index) => {
        if (index === 2) throw new Error('third');
        return data;
      }),
    ),
  failAtEnd: () => (input) =>
    concat(
      input,
      throwError(() => new Error('at the end')),
    ),
  deaf: () => () => of('not listening'),
};

interface Outcome {
  readonly text: string;
  readonly end: string;
}

/** What comes out of an operator that is fed `chunks`, then ends as it is told. */
const outcome = (operator: ByteOperator, chunks: readonly string[], end: string, loop: ManualLoop): Outcome => {
  const source = new Subject<Buffer>();
  let text = '';
  let ended = 'open';
  const subscription = (source as Observable<Buffer>).pipe(operator).subscribe({
    next: (bytes) => {
      text += String(bytes);
    },
    error: (error: Error) => {
      ended = `error ${error.message}`;
    },
    complete: () => {
      ended = 'complete';
    },
  });
  loop.settle();
  for (const chunk of chunks) {
    source.next(Buffer.from(chunk));
    loop.settle();
  }
  if (end === 'complete') source.complete();
  if (end === 'error') source.error(new Error('of the source'));
  loop.settle();
  subscription.unsubscribe();
  expect(source.observed).toBe(false);
  loop.settle();
  return { text, end: ended };
};

test('asOperator(() => asProtocol(operator)) behaves as the operator', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(OPERATORS)),
      fc.array(fc.string({ minLength: 1, maxLength: 5 }), { maxLength: 6 }),
      fc.constantFrom('complete', 'error', 'open'),
      async (name, chunks, end) => {
        const make = OPERATORS[name] as () => ByteOperator;
        const loop = new ManualLoop();
        const around = asOperator(() => asProtocol(make()), { loop });
        expect(outcome(around, chunks, end, loop)).toEqual(outcome(make(), chunks, end, new ManualLoop()));
      },
    ),
    { numRuns: 500 },
  );
});

test('an output that never ends keeps the connection', () => {
  const { handle, loop, transport } = drive(() => NEVER);
  handle.receiveEof();
  loop.settle();
  expect(transport.isClosing()).toBe(false);
});
