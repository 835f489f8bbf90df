import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type LengthPrefixedOptions, lengthPrefixed } from '../../src/codec/length-prefixed.ts';
import { LimitError, ProtocolError } from '../../src/errors.ts';
import type { Bytes } from '../../src/loop/bytes.ts';
import { copiedBytes } from '../support/copied.ts';
import { cutAt, everySplit, someSplit } from '../support/splits.ts';

const WIDTHS = [1, 2, 3, 4] as const;
const FORMATS = WIDTHS.flatMap((width) => (['big', 'little'] as const).map((byteOrder) => ({ width, byteOrder })));

const encodeAll = (messages: readonly Bytes[], options?: LengthPrefixedOptions): Buffer => {
  const pieces: Buffer[] = [];
  for (const message of messages) {
    lengthPrefixed(options).encode(message, (piece) => pieces.push(Buffer.from(piece as string)));
  }
  return Buffer.concat(pieces);
};

const decodeAll = (chunks: readonly Buffer[], options?: LengthPrefixedOptions): Buffer[] => {
  const messages: Buffer[] = [];
  const decoder = lengthPrefixed(options).decoder();
  for (const chunk of chunks) decoder.decode(chunk, (message) => messages.push(message));
  decoder.end((message) => messages.push(message));
  return messages;
};

const thrown = (body: () => void): unknown => {
  try {
    body();
  } catch (error) {
    return error;
  }
  return undefined;
};

test.each([
  [1, 'big', '03'],
  [2, 'big', '0003'],
  [3, 'big', '000003'],
  [4, 'big', '00000003'],
  [1, 'little', '03'],
  [2, 'little', '0300'],
  [3, 'little', '030000'],
  [4, 'little', '03000000'],
] as const)('a prefix of %p bytes, the %s end first, is %s before three bytes', (width, byteOrder, prefix) => {
  expect(encodeAll(['abc'], { width, byteOrder }).toString('hex')).toBe(`${prefix}616263`);
});

test('four bytes in network order are the default', () => {
  expect(encodeAll(['a'])).toEqual(Buffer.from([0, 0, 0, 1, 97]));
});

test('what is encoded is decoded to the same messages, in every format and however it is cut', () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  const input = fc
    .tuple(fc.array(bytes, { maxLength: 12 }), fc.constantFrom(...FORMATS))
    .chain(([messages, format]) => {
      const encoded = encodeAll(messages, format);
      return fc.tuple(fc.constant(messages), fc.constant(format), someSplit(encoded));
    });
  fc.assert(
    fc.property(input, ([messages, format, chunks]) => {
      expect(decodeAll(chunks, format)).toEqual(messages.map((message) => Buffer.from(message)));
    }),
    { numRuns: 300 },
  );
});

test.each(FORMATS)('every way to cut a short input gives the same messages: %p', (format) => {
  const messages = format.width === 1 ? ['ab', '', 'cde', ''] : format.width === 4 ? ['ab', ''] : ['a', '', 'b'];
  const encoded = encodeAll(messages, format);
  let splits = 0;
  for (const chunks of everySplit(encoded)) {
    splits++;
    const decoded = decodeAll(chunks, format).map(String);
    if (decoded.join() !== messages.join()) expect({ chunks, decoded }).toEqual(messages);
  }
  expect(splits).toBe(2 ** (encoded.length - 1));
});

test('a string is measured and sent as UTF-8', () => {
  expect(decodeAll([encodeAll(['☃ und ä', ''])]).map(String)).toEqual(['☃ und ä', '']);
});

test('a short message is sent as one piece, a long one behind its prefix as it is', () => {
  const pieces = (message: Bytes) => {
    const found: Bytes[] = [];
    lengthPrefixed().encode(message, (piece) => found.push(piece));
    return found;
  };
  expect(pieces('x'.repeat(2047)).length).toBe(1);
  const long = Buffer.alloc(2048, 'x');
  const [prefix, payload] = pieces(long);
  expect(prefix).toEqual(Buffer.from([0, 0, 8, 0]));
  expect(payload).toBe(long);
});

test('encoded straight into memory that is there, a message has the same bytes, and nothing around it is touched', () => {
  for (const options of [{}, { width: 2 }, { width: 3, byteOrder: 'little' }] as const) {
    const codec = lengthPrefixed(options);
    for (const message of ['', 'a', 'grüße', Buffer.from([1, 2, 3])]) {
      const pieces: Bytes[] = [];
      codec.encode(message, (piece) => pieces.push(piece));
      const expected = Buffer.concat(pieces.map((piece) => Buffer.from(piece as string)));
      const size = codec.direct?.size(message) ?? 0;
      expect(size).toBe(expected.length);
      const memory = Buffer.alloc(size + 10, 0xee);
      codec.direct?.encodeInto(message, memory, 5, size);
      expect(memory.subarray(5, 5 + size)).toEqual(expected);
      expect([...memory.subarray(0, 5), ...memory.subarray(5 + size)]).toEqual(new Array(10).fill(0xee));
    }
  }
});

test('a message within one chunk is a view of it', () => {
  const chunk = encodeAll(['abc', 'def']);
  const messages = decodeAll([chunk]);
  expect(messages.map((message) => message.buffer === chunk.buffer)).toEqual([true, true]);
});

test('a message over several chunks keeps its bytes when the chunks are used again', () => {
  const [first, second] = cutAt(encodeAll(['abcdef']), [7]) as [Buffer, Buffer];
  const messages: Buffer[] = [];
  const decoder = lengthPrefixed().decoder();
  decoder.decode(first, (message) => messages.push(message));
  first.fill(0);
  decoder.decode(second, (message) => messages.push(message));
  second.fill(0);
  expect(messages.map(String)).toEqual(['abcdef']);
});

test('a message over many chunks is copied once', () => {
  const size = 1024 * 1024;
  const encoded = encodeAll([Buffer.alloc(size, 'x')]);
  const chunks = cutAt(
    encoded,
    Array.from({ length: 1023 }, (_, index) => (index + 1) * 1024),
  );
  expect(copiedBytes(() => decodeAll(chunks))).toBeLessThan(1.1 * size);
});

describe.each(FORMATS)('bytes that end too early: %p', (format) => {
  const whole = encodeAll(['abc', 'def'], format);
  const border = whole.length / 2;

  test('are an error that carries what is left over, at every offset', () => {
    for (let end = 0; end <= whole.length; end++) {
      const messages: string[] = [];
      const decoder = lengthPrefixed(format).decoder();
      decoder.decode(whole.subarray(0, end), (message) => messages.push(String(message)));
      const error = thrown(() => decoder.end(() => {}));
      expect(messages).toEqual(['abc', 'def'].slice(0, Math.floor(end / border)));
      if (end % border === 0) {
        expect(error).toBeUndefined();
      } else {
        expect(error).toBeInstanceOf(ProtocolError);
        const begun = end < border ? 0 : border;
        expect(error).toMatchObject({ code: 'ERR_PROTOCOL', bytes: whole.subarray(begun, end) });
      }
    }
  });
});

test.each(FORMATS)(
  'a message as long as the maximum is accepted, one byte more is refused on both sides: %p',
  (format) => {
    const options = { ...format, maxLength: 5 };
    const messages = encodeAll(['abcde'], options);
    expect(decodeAll([messages], options).map(String)).toEqual(['abcde']);
    const sent = thrown(() => encodeAll(['abcdef'], options));
    const received = thrown(() => decodeAll([encodeAll(['abcdef'], format)], options));
    for (const error of [sent, received]) {
      expect(error).toBeInstanceOf(LimitError);
      expect(error).toMatchObject({ code: 'ERR_LIMIT', owner: 'lengthPrefixed', limit: 5, seen: 6 });
    }
  },
);

test('messages in front of one that is too long come before the error, however the bytes are cut; there is no way on', () => {
  const encoded = encodeAll(['ab', 'cdefgh', 'ij'], { width: 1 });
  for (const chunks of everySplit(encoded)) {
    const messages: string[] = [];
    const decoder = lengthPrefixed({ width: 1, maxLength: 5 }).decoder();
    let errors = 0;
    for (const chunk of chunks) {
      const error = thrown(() => decoder.decode(chunk, (message) => messages.push(String(message))));
      if (error !== undefined) errors++;
      // Bytes behind a length that was refused are not taken for messages.
      else expect(errors).toBe(0);
    }
    expect(messages).toEqual(['ab']);
    expect(errors).toBeGreaterThan(0);
  }
});

test('a maximum of zero lets empty messages through', () => {
  expect(decodeAll([Buffer.from([0, 0])], { width: 1, maxLength: 0 }).map(String)).toEqual(['', '']);
  expect(thrown(() => decodeAll([Buffer.from([1, 65])], { width: 1, maxLength: 0 }))).toBeInstanceOf(LimitError);
});

test('the maximum is 8 MiB, or what the prefix can say if that is less', () => {
  const announce = (bytes: number[], width: LengthPrefixedOptions['width'] & number) =>
    thrown(() =>
      lengthPrefixed({ width })
        .decoder()
        .decode(Buffer.from(bytes), () => {}),
    );
  expect(announce([0, 0x80, 0, 0], 4)).toBeUndefined();
  expect(announce([0, 0x80, 0, 1], 4)).toMatchObject({ limit: 8 * 1024 * 1024 });
  expect(announce([0xff, 0xff], 2)).toBeUndefined();
  expect(thrown(() => encodeAll(['x'.repeat(256)], { width: 1 }))).toMatchObject({ limit: 255, seen: 256 });
});

test.each([
  [{ width: 0 }],
  [{ width: 5 }],
  [{ width: 1.5 }],
  [{ maxLength: -1 }],
  [{ maxLength: Number.NaN }],
  [{ width: 1, maxLength: 256 }],
  [{ width: 4, maxLength: 2 ** 32 }],
])('%p is impossible', (options) => {
  expect(() => lengthPrefixed(options as LengthPrefixedOptions)).toThrow(RangeError);
});
