import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Subject } from 'rxjs';
import { ByteSink } from '../../src/codec/byte-sink.ts';
import type { Codec } from '../../src/codec/codec.ts';
import type { DirectEncoder } from '../../src/codec/direct-encoder.ts';
import { lengthPrefixed } from '../../src/codec/length-prefixed.ts';
import { lines } from '../../src/codec/lines.ts';
import { encode } from '../../src/codec/operators.ts';
import { LimitError } from '../../src/errors.ts';
import type { Bytes } from '../../src/loop/bytes.ts';

const directOf = <Out>(codec: Codec<unknown, Out>): DirectEncoder<Out> => {
  if (codec.direct === undefined) throw new Error('the codec has no direct encoder');
  return codec.direct;
};

const encoded = <Out>(codec: Codec<unknown, Out>, message: Out): Buffer => {
  const pieces: Buffer[] = [];
  codec.encode(message, (piece) => pieces.push(Buffer.from(piece as string)));
  return Buffer.concat(pieces);
};

/** Memory filled with a pattern, so that a byte too many shows. */
const directly = <Out>(codec: Codec<unknown, Out>, message: Out): Buffer => {
  const encoder = directOf(codec);
  const size = encoder.size(message);
  const memory = Buffer.alloc(size + 20, 0xee);
  encoder.encodeInto(message, memory, 10, size);
  expect([...memory.subarray(0, 10), ...memory.subarray(10 + size)]).toEqual(new Array(20).fill(0xee));
  return memory.subarray(10, 10 + size);
};

const text = fc.string({ unit: 'binary', maxLength: 50 });

test('lines are the same bytes when they are encoded in place', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('\n', '\r\n'), (line, eol) => {
      const codec = lines({ eol });
      expect(directly(codec, line).equals(encoded(codec, line))).toBe(true);
    }),
  );
});

test('length-prefixed messages are the same bytes when they are encoded in place, in every format', () => {
  const width = fc.constantFrom(1, 2, 3, 4);
  const message = fc.oneof(text, fc.uint8Array({ maxLength: 100 }));
  fc.assert(
    fc.property(message, width, fc.constantFrom('big', 'little'), (bytes, prefix, byteOrder) => {
      const codec = lengthPrefixed({ width: prefix as 1 | 2 | 3 | 4, byteOrder: byteOrder as 'big' | 'little' });
      expect(directly<Bytes>(codec, bytes).equals(encoded<Bytes>(codec, bytes))).toBe(true);
    }),
  );
});

test('a message that is too long is refused before anything is written', () => {
  expect(() => directOf(lengthPrefixed({ maxLength: 3 })).size('four')).toThrow(LimitError);
});

test.each([[[1, 2]], [new Uint16Array(2)], [7], [{}], [undefined]])('%p is no message of bytes', (value) => {
  const codec = lengthPrefixed();
  const message = value as unknown as Bytes;
  expect(() => encoded<Bytes>(codec, message)).toThrow(TypeError);
  expect(() => directOf<Bytes>(codec).size(message)).toThrow(TypeError);
});

class RecordingSink extends ByteSink {
  readonly seen: unknown[] = [];

  override nextEncoded<T>(encoder: DirectEncoder<T>, message: T, size: number): void {
    const memory = Buffer.alloc(size);
    encoder.encodeInto(message, memory, 0, size);
    this.seen.push(`in place: ${memory}`);
  }

  protected override _next(bytes: Bytes): void {
    this.seen.push(bytes);
  }

  protected override _error(error: unknown): void {
    this.seen.push({ error });
    this.unsubscribe();
  }

  protected override _complete(): void {
    this.seen.push('complete');
    this.unsubscribe();
  }
}

test('encode writes into a transport in place, as long as a message is small', () => {
  const sink = new RecordingSink();
  const source = new Subject<string>();
  source.pipe(encode(lines())).subscribe(sink);
  const [fits, large] = ['x'.repeat(ByteSink.DIRECT_LIMIT - 1), 'x'.repeat(ByteSink.DIRECT_LIMIT)];
  for (const line of ['hello', fits, large]) source.next(line);
  source.complete();
  expect(sink.seen).toEqual(['in place: hello\n', `in place: ${fits}\n`, `${large}\n`, 'complete']);
});

test('encode gives pieces to a transport where a codec cannot write in place', () => {
  const sink = new RecordingSink();
  const source = new Subject<string>();
  const { encode: pieces } = lines();
  source.pipe(encode({ encode: pieces })).subscribe(sink);
  source.next('hello');
  expect(sink.seen).toEqual(['hello\n']);
});

test('what the encoder refuses is the error of the transport, and the source is left', () => {
  const sink = new RecordingSink();
  const source = new Subject<string>();
  source.pipe(encode(lengthPrefixed({ width: 1, maxLength: 3 }))).subscribe(sink);
  source.next('abc');
  source.next('abcd');
  expect(sink.seen).toEqual(['in place: \u0003abc', { error: expect.any(LimitError) }]);
  expect(source.observed).toBe(false);
});
