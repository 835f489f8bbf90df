// The `on` object of a scenario: what a protocol does when something happens to it.
import { type Action, toActions } from './action.ts';

/** Actions that run once, when a count first reaches `at`. */
export interface Threshold {
  readonly at: number;
  readonly actions: readonly Action[];
}

export interface Script {
  readonly onBytes: readonly Threshold[];
  readonly onCount: readonly Threshold[];
  readonly events: Readonly<Record<string, readonly Action[]>>;
}

const toThresholds = (value: unknown, where: string): readonly Threshold[] => {
  if (!Array.isArray(value)) throw new Error(`${where} is not a list`);
  return value.map((entry: unknown) => {
    if (!Array.isArray(entry) || typeof entry[0] !== 'number')
      throw new Error(`${where} is not a list of [n, actions]`);
    return { at: entry[0], actions: toActions(entry[1], where) };
  });
};

export const toScript = (on: object, where: string): Script => {
  const { on_bytes, on_count, ...events } = on as Record<string, unknown>;
  return {
    onBytes: toThresholds(on_bytes ?? [], `${where}.on_bytes`),
    onCount: toThresholds(on_count ?? [], `${where}.on_count`),
    events: Object.fromEntries(
      Object.entries(events).map(([event, actions]) => [event, toActions(actions, `${where}.${event}`)]),
    ),
  };
};
