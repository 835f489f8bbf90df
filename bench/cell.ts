import type { Load } from './load/client.ts';
import type { Cell } from './scenarios.ts';
import { RunningServer, type ServerKind } from './servers.ts';

/** Before the rounds that count, in units of the target time. */
const WARM_UP = 5;

export interface CellOptions {
  readonly rounds: number;
  /** How long one measurement should take, in milliseconds of wall-clock time. */
  readonly target: number;
  readonly messagesScale: number;
  readonly seed: number;
}

/** Per server and round. */
export interface CellResult {
  readonly key: string;
  /** Microseconds of server CPU time per message. */
  readonly micros: Readonly<Record<string, readonly number[]>>;
  /** CPU time over wall-clock time: well under 1, the load generator was the bottleneck and wake-ups are in the price. */
  readonly busy: Readonly<Record<string, readonly number[]>>;
  /** Messages in one measurement. */
  readonly messages: Readonly<Record<string, number>>;
}

/**
 * Measures one row. All servers are up for all rounds, and take turns inside each, in an order that rotates, so that
 * none always follows the same one and a slow spell of the machine hits neighbours alike.
 */
export async function measureCell(
  cell: Cell,
  kinds: readonly ServerKind[],
  load: Load,
  options: CellOptions,
): Promise<CellResult> {
  const { mode, messages: perBatch } = cell.scenario;
  const running = await Promise.all(
    kinds.filter(({ modes }) => modes.includes(mode)).map((kind) => RunningServer.start(kind, mode)),
  );
  const micros: Record<string, number[]> = {};
  const busy: Record<string, number[]> = {};
  const batches = new Map<string, number>();
  try {
    for (const server of running) {
      batches.set(server.name, await prepare(server, cell, load, options));
      micros[server.name] = [];
      busy[server.name] = [];
    }
    for (let round = 0; round < options.rounds; round++) {
      for (let turn = 0; turn < running.length; turn++) {
        const server = running[(round + turn) % running.length];
        if (server === undefined) continue;
        const count = batches.get(server.name) ?? 0;
        const before = await server.cpuMicros();
        const milliseconds = await load.run(server.name, count);
        const spent = (await server.cpuMicros()) - before;
        micros[server.name]?.push(spent / (count * perBatch));
        busy[server.name]?.push(spent / 1000 / milliseconds);
      }
    }
  } finally {
    await load.closeAll().catch(() => {});
    await Promise.all(running.map((server) => server.stop()));
  }
  const messages = Object.fromEntries([...batches].map(([name, count]) => [name, count * perBatch]));
  return { key: cell.key, micros, busy, messages };
}

/** Opens, checks every byte, warms up, and finds the number of batches that takes the target time. */
async function prepare(server: RunningServer, cell: Cell, load: Load, options: CellOptions): Promise<number> {
  const { scenario, connections } = cell;
  await load.open({ name: server.name, port: server.port, connections, scenario, seed: options.seed });
  await load.check(server.name).catch((error: unknown) => {
    throw new Error(
      `${server.name} failed the check of ${cell.key}: ${error instanceof Error ? error.message : error}`,
    );
  });
  // First runs are code that is not yet compiled: warm up for several cells' time, and count on the last run only.
  let batches = connections;
  let milliseconds = 0;
  for (let warm = 0; warm < WARM_UP * options.target || milliseconds < options.target / 2; warm += milliseconds) {
    if (milliseconds < options.target / 2) batches *= 2;
    milliseconds = await load.run(server.name, batches);
  }
  return Math.max(connections, Math.round((batches * options.target * options.messagesScale) / milliseconds));
}
