const KIB = 1024;

/** What the client sends in one write, and waits to get back, on each connection. */
export interface Scenario {
  readonly name: string;
  /** Framed: each message is preceded by its length, four bytes, big-endian. Raw: the bytes alone. */
  readonly mode: Mode;
  readonly messages: number;
  readonly size: number;
}

export type Mode = 'raw' | 'framed';

/** One row of the table: a scenario at a number of connections. */
export interface Cell {
  readonly key: string;
  readonly scenario: Scenario;
  readonly connections: number;
}

const SCENARIOS: readonly Scenario[] = [
  { name: '16x64B', mode: 'framed', messages: 16, size: 64 },
  { name: '16x1KiB', mode: 'framed', messages: 16, size: KIB },
  { name: '16x10KiB', mode: 'framed', messages: 16, size: 10 * KIB },
  { name: 'echo-64B', mode: 'raw', messages: 1, size: 64 },
  { name: 'echo-100KiB', mode: 'raw', messages: 1, size: 100 * KIB },
];

export const CELLS: readonly Cell[] = SCENARIOS.flatMap((scenario) =>
  [10, 100].map((connections) => ({ key: `${scenario.name}/${connections}`, scenario, connections })),
);
