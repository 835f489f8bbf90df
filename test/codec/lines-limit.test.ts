import { expect, test } from '@jest/globals';
import { lines } from '../../src/codec/lines.ts';
import { LimitError } from '../../src/errors.ts';
import { copiedBytes } from '../support/copied.ts';
import { outcomeOf, TOO_LONG } from '../support/decoding.ts';

const outcome = (maxLength: number, ...chunks: (string | number[])[]) =>
  outcomeOf(
    lines({ maxLength }).decoder(),
    chunks.map((chunk) => Buffer.from(chunk as string)),
  );

const thrown = (body: () => void): unknown => {
  try {
    body();
  } catch (error) {
    return error;
  }
  return undefined;
};

test.each([[0], [-1], [Number.NaN]])('a maximum of %p is impossible', (maxLength) => {
  expect(() => lines({ maxLength })).toThrow(RangeError);
});

test('a line as long as the maximum is accepted, with either end and without one', () => {
  expect(outcome(5, 'abcde\n')).toEqual(['abcde']);
  expect(outcome(5, 'abcde\r\n')).toEqual(['abcde']);
  expect(outcome(5, 'abcde\r', '\n')).toEqual(['abcde']);
  expect(outcome(5, 'abcde')).toEqual(['abcde']);
  expect(outcome(5, 'abcde', '\n')).toEqual(['abcde']);
});

test('a line one byte longer is an error, wherever its end is', () => {
  expect(outcome(5, 'abcdef\n')).toEqual([TOO_LONG]);
  expect(outcome(5, 'abcdef\r\n')).toEqual([TOO_LONG]);
  expect(outcome(5, 'abcdef')).toEqual([TOO_LONG]);
  expect(outcome(5, 'abcde\rf\n')).toEqual([TOO_LONG]);
});

test('the maximum counts bytes as they come, not characters, and not as they are shown', () => {
  expect(outcome(5, 'ääa\n')).toEqual(['ääa']);
  expect(outcome(5, 'äää\n')).toEqual([TOO_LONG]);
  // Five bytes that are no UTF-8 are fifteen as replacement characters.
  expect(outcome(5, [255, 255, 255, 255, 255, 10], 'ab\ncd\n')).toEqual(['�����', 'ab', 'cd']);
  expect(outcome(5, [255, 255, 255, 255, 255, 10, 97, 98, 10, 99, 100, 10])).toEqual(['�����', 'ab', 'cd']);
});

test('the error says what was seen and what is allowed', () => {
  const error = thrown(() =>
    lines({ maxLength: 5 })
      .decoder()
      .decode(Buffer.from('abcdefgh\n'), () => {}),
  );
  expect(error).toBeInstanceOf(LimitError);
  expect(error).toMatchObject({ code: 'ERR_LIMIT', owner: 'lines', limit: 5, seen: 8 });
});

test('lines in front of one that is too long come before the error, those behind it after', () => {
  expect(outcome(3, 'a\nb\nlong\nc\nlong\nlong\n\nd\ne')).toEqual([
    'a',
    'b',
    TOO_LONG,
    'c',
    TOO_LONG,
    TOO_LONG,
    '',
    'd',
    'e',
  ]);
});

test('what had come behind a line that is too long waits for the next call', () => {
  const decoder = lines({ maxLength: 3 }).decoder();
  const found: string[] = [];
  const decode = (text: string) => decoder.decode(Buffer.from(text), (line) => found.push(line));
  expect(() => decode('a\nlong\nb\nc')).toThrow(LimitError);
  expect(found).toEqual(['a']);
  decode('');
  expect(found).toEqual(['a', 'b']);
  decode('d\n');
  expect(found).toEqual(['a', 'b', 'cd']);
});

test('a line that is too long and goes on is reported once, then skipped to its end', () => {
  const decoder = lines({ maxLength: 3 }).decoder();
  const found: string[] = [];
  const decode = (text: string) => decoder.decode(Buffer.from(text), (line) => found.push(line));
  expect(() => decode('a\nvery long')).toThrow(LimitError);
  decode('longer');
  decode('and longer still');
  decode('\nb\n');
  expect(found).toEqual(['a', 'b']);
});

test('a line that is too long and never ends is no line at the end', () => {
  expect(outcome(3, 'long', 'longer')).toEqual([TOO_LONG]);
});

test('nothing of a line is kept while it is skipped', () => {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const copied = copiedBytes(() => {
    const decoder = lines({ maxLength: 1000 }).decoder();
    expect(() => decoder.decode(chunk, () => {})).toThrow(LimitError);
    for (let i = 0; i < 1000; i++) decoder.decode(chunk, () => {});
  });
  expect(copied).toBeLessThanOrEqual(chunk.length);
});

test('many lines that are too long in one chunk are worked off without copying what is left again and again', () => {
  const chunk = Buffer.from('long\n'.repeat(10_000));
  let found = 0;
  const copied = copiedBytes(() => {
    found = outcomeOf(lines({ maxLength: 3 }).decoder(), [chunk]).length;
  });
  expect(found).toBe(10_000);
  expect(copied).toBeLessThan(3 * chunk.length);
});
