import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Watermarks } from '../../src/transport/watermarks.ts';

const withLimits = (limits: { high?: number; low?: number }): Watermarks => {
  const marks = new Watermarks();
  marks.setLimits(limits);
  return marks;
};

test.each([
  [{}, { low: 16 * 1024, high: 64 * 1024 }],
  [{ high: 100 }, { low: 25, high: 100 }],
  [{ high: 7 }, { low: 1, high: 7 }],
  [{ high: 0 }, { low: 0, high: 0 }],
  [{ low: 100 }, { low: 100, high: 400 }],
  [{ low: 0 }, { low: 0, high: 0 }],
  [
    { low: 10, high: 10 },
    { low: 10, high: 10 },
  ],
  [
    { low: 0, high: 1 },
    { low: 0, high: 1 },
  ],
])('the limits %p mean %p', (given, limits) => {
  const marks = withLimits(given);
  expect(marks.limits).toEqual(limits);
  expect(marks.high).toBe(limits.high);
});

test('the defaults hold from the start', () => {
  expect(new Watermarks().limits).toEqual({ low: 16 * 1024, high: 64 * 1024 });
});

test.each([[{ high: 1, low: 2 }], [{ low: -1 }], [{ high: -1 }], [{ high: Number.NaN }], [{ low: Number.NaN }]])(
  'the limits %p are impossible, and change nothing',
  (limits) => {
    const marks = withLimits({ high: 50, low: 5 });
    expect(() => marks.setLimits(limits)).toThrow(RangeError);
    expect(marks.limits).toEqual({ high: 50, low: 5 });
  },
);

test('the limits that are handed out are a copy', () => {
  const marks = withLimits({ high: 50, low: 5 });
  marks.limits.high = 1;
  expect(marks.high).toBe(50);
});

test('a writer stops strictly over high, once, and goes on at low, once', () => {
  const marks = withLimits({ high: 10, low: 4 });
  expect([marks.pauses(10), marks.paused]).toEqual([false, false]);
  expect([marks.pauses(11), marks.paused]).toEqual([true, true]);
  expect(marks.pauses(12)).toBe(false);
  expect([marks.resumes(5), marks.paused]).toEqual([false, true]);
  expect([marks.resumes(4), marks.paused]).toEqual([true, false]);
  expect(marks.resumes(0)).toBe(false);
});

test('with both limits zero a writer stops at the first byte and goes on when the buffer is empty', () => {
  const marks = withLimits({ high: 0 });
  expect([marks.pauses(0), marks.pauses(1), marks.resumes(1), marks.resumes(0)]).toEqual([false, true, false, true]);
});

test('stopping and going on alternate, whatever the sizes are and however the limits change', () => {
  const size = fc.nat({ max: 20 });
  const command = fc.oneof(
    fc.record({ size }),
    fc.tuple(size, size).map(([a, b]) => ({ high: Math.max(a, b), low: Math.min(a, b) })),
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 100 }), (commands) => {
      const marks = new Watermarks();
      let paused = false;
      for (const each of commands) {
        if ('high' in each) {
          marks.setLimits(each);
          continue;
        }
        const { high, low } = marks.limits;
        expect(marks.pauses(each.size)).toBe(!paused && each.size > high);
        paused ||= each.size > high;
        expect(marks.resumes(each.size)).toBe(paused && each.size <= low);
        paused &&= each.size > low;
        expect(marks.paused).toBe(paused);
      }
    }),
  );
});
