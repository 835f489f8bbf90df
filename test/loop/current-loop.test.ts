import { afterEach, expect, test } from '@jest/globals';
import { UsageError } from '../../src/errors.ts';
import { getEventLoop, newEventLoop, provideDefaultLoop, setEventLoop } from '../../src/loop/current-loop.ts';
import { ManualLoop } from '../support/manual-loop.ts';

afterEach(() => setEventLoop(null));

// First: this file does not import the front door, so that no default has been provided yet.
test('without a default and without a loop that was set there is none', () => {
  expect(() => getEventLoop()).toThrow(UsageError);
  expect(() => newEventLoop()).toThrow(UsageError);
});

test('the loop is made when it is first asked for, and stays', () => {
  let made = 0;
  provideDefaultLoop(() => {
    made++;
    return new ManualLoop();
  });
  expect(made).toBe(0);
  expect(getEventLoop()).toBe(getEventLoop());
  expect(made).toBe(1);
});

test('a loop that was set is the current one until another is, or null', () => {
  const loop = new ManualLoop();
  setEventLoop(loop);
  expect(getEventLoop()).toBe(loop);
  setEventLoop(null);
  expect(getEventLoop()).not.toBe(loop);
});

test('a closed loop is replaced', () => {
  const loop = getEventLoop();
  loop.close();
  expect(getEventLoop()).not.toBe(loop);
  expect(getEventLoop().isClosed()).toBe(false);
});

test("a new loop is nobody's current one", () => {
  const current = getEventLoop();
  expect(newEventLoop()).not.toBe(current);
  expect(getEventLoop()).toBe(current);
});
