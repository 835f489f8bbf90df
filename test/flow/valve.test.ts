import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Valve } from '../../src/flow/valve.ts';
import { ValveGroup } from '../../src/flow/valve-group.ts';

const watched = () => {
  const changes: boolean[] = [];
  return { changes, valve: new Valve((held) => changes.push(held)) };
};

test('a valve is held while at least one holder is left', () => {
  const { changes, valve } = watched();
  expect(valve.isHeld()).toBe(false);
  const first = valve.hold();
  const second = valve.hold();
  first();
  expect(valve.isHeld()).toBe(true);
  second();
  expect(valve.isHeld()).toBe(false);
  expect(changes).toEqual([true, false]);
});

test('letting go twice counts once', () => {
  const { changes, valve } = watched();
  const first = valve.hold();
  valve.hold();
  first();
  first();
  expect(valve.isHeld()).toBe(true);
  expect(changes).toEqual([true]);
});

test('the source is told exactly of the first holder that comes and the last one that goes', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat({ max: 9 })), { maxLength: 100 }), (commands) => {
      const { changes, valve } = watched();
      const releases: (() => void)[] = [];
      const holding = new Set<number>();
      const expected: boolean[] = [];
      for (const command of commands) {
        const before = holding.size > 0;
        if (command === null) {
          holding.add(releases.length);
          releases.push(valve.hold());
        } else {
          const index = releases.length - 1 - command;
          releases[index]?.();
          holding.delete(index);
        }
        if (holding.size > 0 !== before) expected.push(!before);
        expect(valve.isHeld()).toBe(holding.size > 0);
      }
      expect(changes).toEqual(expected);
    }),
  );
});

test('a source may hold its own valve again from inside of the change', () => {
  const changes: boolean[] = [];
  const valve: Valve = new Valve((held) => {
    changes.push(held);
    if (!held && changes.length < 4) valve.hold();
  });
  valve.hold()();
  expect(valve.isHeld()).toBe(true);
  expect(changes).toEqual([true, false, true]);
});

test('a group holds and releases its valves as one', () => {
  const [a, b] = [watched(), watched()];
  const group = new ValveGroup();
  group.setValves([a.valve, b.valve]);
  expect([group.size, group.isHeld()]).toEqual([2, false]);
  group.hold();
  group.hold();
  expect([group.isHeld(), a.valve.isHeld(), b.valve.isHeld()]).toEqual([true, true, true]);
  group.release();
  group.release();
  expect([group.isHeld(), a.changes, b.changes]).toEqual([false, [true, false], [true, false]]);
});

test('a group leaves other holders alone', () => {
  const { valve } = watched();
  const group = new ValveGroup();
  group.setValves([valve]);
  valve.hold();
  group.hold();
  group.release();
  expect(valve.isHeld()).toBe(true);
});

test('a group may be held before its valves are known', () => {
  const { valve } = watched();
  const group = new ValveGroup();
  group.hold();
  expect(group.size).toBe(0);
  group.setValves([valve]);
  expect(valve.isHeld()).toBe(true);
  group.release();
  expect(valve.isHeld()).toBe(false);
});

test('a group that was released before its valves are known holds none of them', () => {
  const { changes, valve } = watched();
  const group = new ValveGroup();
  group.hold();
  group.release();
  group.setValves([valve]);
  expect(changes).toEqual([]);
});
