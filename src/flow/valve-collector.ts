import type { Valve } from './valve.ts';

// How valves are found, without RxJS's internals: an operator that must be able to stop its source opens a collector around
// `source.subscribe()`, and a Flow's own `subscribe` enters its valve there. So they are found through `pipe`, `merge` and
// every operator that subscribes at once; a Flow subscribed to later (by a `switchMap`) is not found.
//
// The slot is only set while `subscribe` runs, which is synchronous.
let open: Valve[] | null = null;

/** Runs `subscribe` and returns its result, with the valves of all Flows that were subscribed to while it ran. */
export function collectValves<R>(subscribe: () => R): [result: R, valves: readonly Valve[]] {
  const outer = open;
  const valves: Valve[] = [];
  open = valves;
  try {
    return [subscribe(), valves];
  } finally {
    open = outer;
    // An outer operator holds what an inner one could hold: its own source is the same.
    if (outer !== null) outer.push(...valves);
  }
}

/** Enters a valve into the collector that is open, if one is. */
export function registerValve(valve: Valve): void {
  open?.push(valve);
}

/** Runs `emit` outside of any collector: what is subscribed to in there is no part of the subscription being made. */
export function withoutCollector(emit: () => void): void {
  const outer = open;
  open = null;
  try {
    emit();
  } finally {
    open = outer;
  }
}
