import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Decoder } from '../../src/codec/codec.ts';
import { lines } from '../../src/codec/lines.ts';
import { copiedBytes } from '../support/copied.ts';
import { outcomeOf } from '../support/decoding.ts';

const decodeAll = (...chunks: (string | number[])[]): unknown =>
  outcomeOf(
    lines().decoder(),
    chunks.map((chunk) => Buffer.from(chunk as string)),
  );

const feed = (decoder: Decoder<string>, text: string): string[] => {
  const found: string[] = [];
  decoder.decode(Buffer.from(text), (line) => found.push(line));
  return found;
};

test('a line ends with LF, or with CR and LF', () => {
  expect(decodeAll('one\ntwo\r\nthree\n')).toEqual(['one', 'two', 'three']);
});

test('what stands behind the last end of line is the last line', () => {
  expect(decodeAll('one\ntwo')).toEqual(['one', 'two']);
  expect(decodeAll('one')).toEqual(['one']);
  expect(decodeAll('one\n')).toEqual(['one']);
});

test('empty lines count, and nothing at all is no line', () => {
  expect(decodeAll()).toEqual([]);
  expect(decodeAll('')).toEqual([]);
  expect(decodeAll('\n')).toEqual(['']);
  expect(decodeAll('\n\n\r\n')).toEqual(['', '', '']);
  expect(decodeAll('a\n\nb')).toEqual(['a', '', 'b']);
});

test('a CR that is not before an LF belongs to the line', () => {
  expect(decodeAll('a\rb\nc\r\r\n\rd\n')).toEqual(['a\rb', 'c\r', '\rd']);
});

test('a CR and its LF may come apart', () => {
  expect(decodeAll('one\r', '\ntwo')).toEqual(['one', 'two']);
  expect(decodeAll('one', '\r', '\n', 'two')).toEqual(['one', 'two']);
});

test('a character cut in the middle comes out whole', () => {
  const snowman = [...Buffer.from('☃')];
  expect(decodeAll(snowman.slice(0, 1), snowman.slice(1, 2), snowman.slice(2), '\n')).toEqual(['☃']);
});

test('bytes that are no UTF-8 become replacement characters and do not swallow the end of line', () => {
  expect(decodeAll([0xc3, 0x0a, 0x61, 0xff, 0x0a])).toEqual(['�', 'a�']);
});

test('a mark of byte order is a character like others', () => {
  expect(decodeAll([0xef, 0xbb, 0xbf, 0x61, 0x0a])).toEqual(['\ufeffa']);
});

test('a line comes as soon as its end has', () => {
  const decoder = lines().decoder();
  expect(feed(decoder, 'one\ntw')).toEqual(['one']);
  expect(feed(decoder, 'o\n')).toEqual(['two']);
  expect(feed(decoder, '\n')).toEqual(['']);
});

test('the next message may be glued on, after any beginning', () => {
  const decoder = lines().decoder();
  feed(decoder, 'he');
  expect(feed(decoder, 'llo\nworld\n!')).toEqual(['hello', 'world']);
});

test('decoders of one codec know nothing of each other', () => {
  const codec = lines();
  const [a, b] = [codec.decoder(), codec.decoder()];
  feed(a, 'a');
  feed(b, 'b');
  expect([feed(a, '\n'), feed(b, '\n')]).toEqual([['a'], ['b']]);
});

test('a decoder can be used again after the end', () => {
  const decoder = lines().decoder();
  feed(decoder, 'one');
  expect(outcomeOf(decoder, [])).toEqual(['one']);
  expect(outcomeOf(decoder, [Buffer.from('two')])).toEqual(['two']);
});

test('the chunk may be used again by whoever read it, once the call has returned', () => {
  const decoder = lines().decoder();
  const chunk = Buffer.from('one\ntwo');
  decoder.decode(chunk, () => {});
  chunk.fill('x');
  expect(feed(decoder, '\n')).toEqual(['two']);
});

test('a line is written with the end of line that was asked for', () => {
  const pieces: unknown[] = [];
  lines().encode('hello', (piece) => pieces.push(piece));
  lines({ eol: '\r\n' }).encode('', (piece) => pieces.push(piece));
  expect(pieces).toEqual(['hello\n', '\r\n']);
});

test('what is encoded is decoded to the same lines', () => {
  const line = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\n') && !text.endsWith('\r'));
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), (messages, eol) => {
      const codec = lines({ eol });
      const pieces: Buffer[] = [];
      for (const message of messages) codec.encode(message, (piece) => pieces.push(Buffer.from(piece as string)));
      expect(outcomeOf(codec.decoder(), [Buffer.concat(pieces)])).toEqual(messages);
      expect(outcomeOf(codec.decoder(), pieces)).toEqual(messages);
    }),
  );
});

test('a long line in many small chunks is copied a fixed number of times', () => {
  const size = 1024 * 1024;
  const chunk = Buffer.alloc(1024, 'x');
  const copied = copiedBytes(() => {
    const decoder = lines({ maxLength: size }).decoder();
    for (let i = 0; i < size / chunk.length; i++) decoder.decode(chunk, () => {});
    decoder.decode(Buffer.from('\n'), () => {});
  });
  expect(copied).toBeLessThan(3 * size);
});

test('short lines in large chunks are not copied but at the borders', () => {
  const chunk = Buffer.from(`${'x'.repeat(99)}\n`.repeat(600).concat('y'));
  const copied = copiedBytes(() => {
    const decoder = lines().decoder();
    for (let i = 0; i < 100; i++) decoder.decode(chunk, () => {});
  });
  expect(copied).toBeLessThan(1.1 * 100 * chunk.length);
});
