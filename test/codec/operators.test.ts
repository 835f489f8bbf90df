import { expect, test } from '@jest/globals';
import { concat, from, map, mergeMap, NEVER, of, pipe, Subject, take, throwError, toArray } from 'rxjs';
import type { Codec, Emit } from '../../src/codec/codec.ts';
import { lengthPrefixed } from '../../src/codec/length-prefixed.ts';
import { lines } from '../../src/codec/lines.ts';
import { decode, encode, framed } from '../../src/codec/operators.ts';
import { LimitError, ProtocolError } from '../../src/errors.ts';
import { mapAsync } from '../../src/flow/map-async.ts';
import { collectValves } from '../../src/flow/valve-collector.ts';
import { FlowSource } from '../support/flow-source.ts';

const collect = () => {
  const seen: unknown[] = [];
  const observer = {
    next: (value: unknown) => void seen.push(value),
    error: (error: unknown) => void seen.push({ error }),
    complete: () => void seen.push('complete'),
  };
  return { seen, observer };
};

test('decode emits every message of a chunk before it returns, and the last one at the end', () => {
  const { seen, observer } = collect();
  const source = new Subject<Buffer>();
  source.pipe(decode(lines())).subscribe(observer);
  source.next(Buffer.from('one\ntwo\nthr'));
  expect(seen).toEqual(['one', 'two']);
  source.next(Buffer.from('ee'));
  source.complete();
  expect(seen).toEqual(['one', 'two', 'three', 'complete']);
});

test('each subscription has a decoder of its own', () => {
  const source = new Subject<Buffer>();
  const decoded = source.pipe(decode(lines()));
  const [a, b] = [collect(), collect()];
  decoded.subscribe(a.observer);
  source.next(Buffer.from('on'));
  decoded.subscribe(b.observer);
  source.next(Buffer.from('e\n'));
  expect([a.seen, b.seen]).toEqual([['one'], ['e']]);
});

test('what the decoder throws is the error of the result, and the source is left', () => {
  const { seen, observer } = collect();
  const source = new Subject<Buffer>();
  source.pipe(decode(lines({ maxLength: 3 }))).subscribe(observer);
  source.next(Buffer.from('one\nlonger\ntwo\n'));
  expect(seen).toEqual(['one', { error: expect.any(LimitError) }]);
  expect(source.observed).toBe(false);
});

test('bytes that end inside of a message are the error of the result', () => {
  const { seen, observer } = collect();
  of(Buffer.from([0, 0, 0]))
    .pipe(decode(lengthPrefixed()))
    .subscribe(observer);
  expect(seen).toEqual([{ error: expect.any(ProtocolError) }]);
});

test('an error of the source is passed on, without the last message', () => {
  const { seen, observer } = collect();
  const lost = new Error('lost');
  concat(
    of(Buffer.from('one\ntwo')),
    throwError(() => lost),
  )
    .pipe(decode(lines()))
    .subscribe(observer);
  expect(seen).toEqual(['one', { error: lost }]);
});

test('unsubscribing leaves the source', () => {
  const source = new Subject<Buffer>();
  const subscription = source.pipe(decode(lines()), encode(lines())).subscribe();
  expect(source.observed).toBe(true);
  subscription.unsubscribe();
  expect(source.observed).toBe(false);
});

test('a source without an end that emits at once stops when enough has been taken', () => {
  function* chunks() {
    for (let n = 0; ; n++) yield Buffer.from(`${n}\n`);
  }
  const { seen, observer } = collect();
  from(chunks()).pipe(decode(lines()), encode(lines()), take(3)).subscribe(observer);
  expect(seen).toEqual(['0\n', '1\n', '2\n', 'complete']);
});

test('encode emits the pieces of each message at once', () => {
  const { seen, observer } = collect();
  const pieces: Pick<Codec<never, string>, 'encode'> = {
    encode: (message: string, emit: Emit<string>) => [...message].forEach(emit),
  };
  of('ab', '', 'c').pipe(encode(pieces)).subscribe(observer);
  expect(seen).toEqual(['a', 'b', 'c', 'complete']);
});

test('what the encoder throws is the error of the result, and the source is left', () => {
  const { seen, observer } = collect();
  const source = new Subject<string>();
  source.pipe(encode(lengthPrefixed({ maxLength: 3 }))).subscribe(observer);
  source.next('abc');
  source.next('abcd');
  expect(seen).toEqual([Buffer.from('\0\0\0\u0003abc'), { error: expect.any(LimitError) }]);
  expect(source.observed).toBe(false);
});

test('every piece that encode gives to RxJS is memory of its own', () => {
  const { seen, observer } = collect();
  of('a', 'b', 'c')
    .pipe(encode(lengthPrefixed({ width: 1 })), toArray())
    .subscribe(observer);
  expect(seen).toEqual([['a', 'b', 'c'].map((letter) => Buffer.from(`\u0001${letter}`)), 'complete']);
});

test('framed makes a protocol of bytes from one of messages', () => {
  const { seen, observer } = collect();
  const protocol = framed(
    lines(),
    map((line: string) => `Re: ${line}`),
  );
  of(Buffer.from('hel'), Buffer.from('lo\nwor'), Buffer.from('ld')).pipe(protocol).subscribe(observer);
  expect(seen).toEqual(['Re: hello\n', 'Re: world\n', 'complete']);
});

test('framed passes errors of the protocol on', () => {
  const { seen, observer } = collect();
  const oops = new Error('oops');
  const protocol = framed(
    lines(),
    mergeMap((line: string) => (line === 'bad' ? throwError(() => oops) : of(line))),
  );
  concat(of(Buffer.from('good\nbad\n')), NEVER)
    .pipe(protocol)
    .subscribe(observer);
  expect(seen).toEqual(['good\n', { error: oops }]);
});

test('the valve of a Flow is found through decode, encode and framed', () => {
  const { flow, valve } = new FlowSource<Buffer>();
  const operators = [decode(lines()), pipe(decode(lines()), encode(lines())), framed(lines(), pipe())];
  for (const operator of operators) {
    expect(collectValves(() => operator(flow).subscribe())[1]).toEqual([valve]);
  }
});

test('a bounded operator inside of framed slows the source of the bytes', () => {
  const source = new FlowSource<Buffer>();
  const work = mapAsync((_line: string) => new Promise<string>(() => {}), { highWater: 2 });
  source.flow.pipe(framed(lines(), work)).subscribe();
  source.next(Buffer.from('1\n2\n'));
  expect(source.valve.isHeld()).toBe(false);
  source.next(Buffer.from('3\n'));
  expect(source.valve.isHeld()).toBe(true);
});
