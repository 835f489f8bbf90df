import { expect, test } from '@jest/globals';
import {
  asapScheduler,
  concat,
  defer,
  filter,
  map,
  merge,
  mergeMap,
  of,
  Subject,
  scan,
  startWith,
  switchMap,
  zip,
} from 'rxjs';
import type { Valve } from '../../src/flow/valve.ts';
import { collectValves, registerValve, withoutCollector } from '../../src/flow/valve-collector.ts';
import { FlowSource } from '../support/flow-source.ts';

const found = (subscribe: () => unknown): readonly Valve[] => collectValves(subscribe)[1];

test('the valve of a Flow that is subscribed to is found', () => {
  const { flow, valve } = new FlowSource<number>();
  expect(flow.valve).toBe(valve);
  expect(found(() => flow.subscribe())).toEqual([valve]);
});

test('what subscribes returns is handed on', () => {
  expect(collectValves(() => 'result')).toEqual(['result', []]);
});

test('valves are found through operators that subscribe at once', () => {
  const [a, b] = [new FlowSource<number>(), new FlowSource<number>()];
  const through = (subscribe: () => unknown) => found(subscribe).map((valve) => (valve === a.valve ? 'a' : 'b'));
  const piped = a.flow.pipe(
    map((value) => value + 1),
    filter((value) => value > 1),
    scan((sum, value) => sum + value, 0),
    startWith(0),
  );
  expect(through(() => piped.subscribe())).toEqual(['a']);
  expect(through(() => merge(a.flow, b.flow).subscribe())).toEqual(['a', 'b']);
  expect(through(() => zip(a.flow, b.flow.pipe(map(String))).subscribe())).toEqual(['a', 'b']);
  expect(through(() => defer(() => b.flow).subscribe())).toEqual(['b']);
  expect(through(() => concat(of(1), a.flow).subscribe())).toEqual(['a']);
});

test('a Flow inside of a switchMap whose source comes at once is found', () => {
  const { flow, valve } = new FlowSource<number>();
  expect(
    found(() =>
      of(1)
        .pipe(switchMap(() => flow))
        .subscribe(),
    ),
  ).toEqual([valve]);
});

test('a Flow subscribed to later is not found', () => {
  const { flow } = new FlowSource<number>();
  const source = new Subject<void>();
  const valves = found(() => source.pipe(mergeMap(() => flow)).subscribe());
  source.next();
  expect(valves).toEqual([]);
  expect(
    found(() =>
      of(1, asapScheduler)
        .pipe(switchMap(() => flow))
        .subscribe()
        .unsubscribe(),
    ),
  ).toEqual([]);
});

test("a Flow subscribed to outside of any collector is nobody's", () => {
  const { flow } = new FlowSource<number>();
  const valves = found(() => {});
  flow.subscribe();
  expect(valves).toEqual([]);
});

test('an outer collector finds what an inner one has found, the inner one only its own', () => {
  const [a, b, c] = [new FlowSource<number>(), new FlowSource<number>(), new FlowSource<number>()];
  let inner: readonly Valve[] = [];
  const outer = found(() => {
    a.flow.subscribe();
    inner = found(() => b.flow.subscribe());
    c.flow.subscribe();
  });
  expect(inner).toEqual([b.valve]);
  expect(outer).toEqual([a.valve, b.valve, c.valve]);
});

test('a subscribe that throws closes its collector', () => {
  const { flow } = new FlowSource<number>();
  const outer = found(() => {
    expect(() =>
      collectValves(() => {
        throw new RangeError('oops');
      }),
    ).toThrow(RangeError);
    flow.subscribe();
  });
  expect(outer.length).toBe(1);
});

test('withoutCollector hides from the collector what is subscribed to inside, and only that', () => {
  const [a, b] = [new FlowSource<number>(), new FlowSource<number>()];
  const valves = found(() => {
    withoutCollector(() => a.flow.subscribe());
    expect(() =>
      withoutCollector(() => {
        throw new RangeError('oops');
      }),
    ).toThrow(RangeError);
    b.flow.subscribe();
  });
  expect(valves).toEqual([b.valve]);
});

test("a source of one's own may register its valve", () => {
  const { valve } = new FlowSource<number>();
  expect(found(() => registerValve(valve))).toEqual([valve]);
  registerValve(valve);
});
