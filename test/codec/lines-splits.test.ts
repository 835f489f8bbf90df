import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lines } from '../../src/codec/lines.ts';
import { type Outcome, outcomeOf, TOO_LONG } from '../support/decoding.ts';
import { bytesOf, everySplit, someSplit } from '../support/splits.ts';

/** What lines mean, said as simply as possible; bytes are looked at one by one. */
function model(bytes: Buffer, maxLength: number): Outcome {
  const outcome: Outcome = [];
  let line: number[] = [];
  const finish = () => {
    if (line.at(-1) === 13) line.pop();
    outcome.push(line.length > maxLength ? TOO_LONG : Buffer.from(line).toString('utf8'));
    line = [];
  };
  for (const byte of bytes) {
    if (byte === 10) finish();
    else line.push(byte);
  }
  if (line.length > 0) finish();
  return outcome;
}

const PARTS = ['a', 'b', '\n', '\n', '\r', '\r\n', 'ä', [0xff]];

test('however a short input is cut, the lines and the errors are the same, and so is their order', () => {
  fc.assert(
    fc.property(
      bytesOf(PARTS, 10).filter((bytes) => bytes.length <= 10),
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      (bytes, maxLength, eager) => {
        const expected = model(bytes, maxLength);
        for (const chunks of everySplit(bytes)) {
          const outcome = outcomeOf(lines({ maxLength }).decoder(), chunks, { eager });
          // Compared by hand: half a million calls of `expect` take minutes.
          if (JSON.stringify(outcome) !== JSON.stringify(expected)) expect({ chunks, outcome }).toEqual(expected);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('however a long input is cut, the lines and the errors are the same, and so is their order', () => {
  const cut = bytesOf([...PARTS, 'x'.repeat(20), 'y'.repeat(50), '☃☃☃'], 60).chain((bytes) =>
    fc.tuple(fc.constant(bytes), someSplit(bytes)),
  );
  fc.assert(
    fc.property(cut, fc.integer({ min: 1, max: 60 }), fc.boolean(), ([bytes, chunks], maxLength, eager) => {
      expect(outcomeOf(lines({ maxLength }).decoder(), chunks, { eager })).toEqual(model(bytes, maxLength));
    }),
    { numRuns: 500 },
  );
});

test('an input that ends at any offset gives the lines before it, and what is left as the last one', () => {
  const bytes = Buffer.from('one\r\n☃ two\n\nthree');
  for (let end = 0; end <= bytes.length; end++) {
    const begun = bytes.subarray(0, end);
    expect(outcomeOf(lines().decoder(), [begun])).toEqual(model(begun, 1000));
    expect(
      outcomeOf(
        lines().decoder(),
        [...begun].map((byte) => Buffer.from([byte])),
      ),
    ).toEqual(model(begun, 1000));
  }
});
