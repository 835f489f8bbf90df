import type { Load } from './load/client.ts';
import type { Cell } from './scenarios.ts';
import { RunningServer, type ServerKind } from './servers.ts';

/** A round takes each server this many times, in turn: a core of a shared machine can change its speed within a second. */
const TURNS = 4;

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
      for (const [name, { cpu, wall }] of await measureRound(running, batches, round, load)) {
        micros[name]?.push(cpu / ((batches.get(name) ?? 0) * perBatch));
        busy[name]?.push(cpu / wall);
      }
    }
  } finally {
    await load.closeAll().catch(() => {});
    await Promise.all(running.map((server) => server.stop()));
  }
  const messages = Object.fromEntries([...batches].map(([name, count]) => [name, count * perBatch]));
  return { key: cell.key, micros, busy, messages };
}

interface Spent {
  cpu: number;
  wall: number;
}

/** What each server spent on its batches, in microseconds, over all its turns. */
async function measureRound(
  running: readonly RunningServer[],
  batches: ReadonlyMap<string, number>,
  round: number,
  load: Load,
): Promise<Map<string, Spent>> {
  const spent = new Map<string, Spent>(running.map(({ name }) => [name, { cpu: 0, wall: 0 }]));
  for (let turn = 0; turn < TURNS; turn++) {
    for (let place = 0; place < running.length; place++) {
      const server = running[(round + turn + place) % running.length] as RunningServer;
      const sum = spent.get(server.name) as Spent;
      const before = await server.cpuMicros();
      sum.wall += 1000 * (await load.run(server.name, (batches.get(server.name) ?? 0) / TURNS));
      sum.cpu += (await server.cpuMicros()) - before;
    }
  }
  return spent;
}

/** Opens, checks every byte, warms up, and finds the number of batches, divisible by the turns, that takes the target time. */
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
  const perTurn = Math.round((batches * options.target * options.messagesScale) / milliseconds / TURNS);
  return TURNS * Math.max(connections, perTurn);
}
