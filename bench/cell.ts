import type { Load } from './load/client.ts';
import type { Cell } from './scenarios.ts';
import { RunningServer, type ServerKind } from './servers.ts';

/** A round takes each server this many times, in turn: a core of a shared machine can change its speed within a second. */
const TURNS = 4;

/** Before the rounds that count, in units of the target time. A server runs for days: what counts is its compiled code. */
const WARM_UP = 10;

/**
 * The rounds of a row are shared out among this many sets of fresh processes. Where memory is allocated in bulk, a process settles
 * into one of two states, with the price of its collector between single and double, and stays there; one process shows one.
 */
const SETS = 3;

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
  const used = kinds.filter(({ modes }) => modes.includes(mode));
  const micros: Record<string, number[]> = Object.fromEntries(used.map(({ name }) => [name, []]));
  const busy: Record<string, number[]> = Object.fromEntries(used.map(({ name }) => [name, []]));
  const messages: Record<string, number> = {};
  for (let first = 0; first < options.rounds; first += Math.ceil(options.rounds / SETS)) {
    const last = Math.min(options.rounds, first + Math.ceil(options.rounds / SETS));
    await withServers(used, cell, load, options, async (running, batches) => {
      for (let round = first; round < last; round++) {
        for (const [name, { cpu, wall }] of await measureRound(running, batches, round, load)) {
          messages[name] = (batches.get(name) ?? 0) * perBatch;
          micros[name]?.push(cpu / (messages[name] ?? 0));
          busy[name]?.push(cpu / wall);
        }
      }
    });
  }
  return { key: cell.key, micros, busy, messages };
}

/** Starts one set of servers, brings each to its working speed, and stops them whatever happens. */
async function withServers(
  kinds: readonly ServerKind[],
  cell: Cell,
  load: Load,
  options: CellOptions,
  measure: (running: readonly RunningServer[], batches: ReadonlyMap<string, number>) => Promise<void>,
): Promise<void> {
  const running = await Promise.all(kinds.map((kind) => RunningServer.start(kind, cell.scenario.mode)));
  try {
    const batches = new Map<string, number>();
    for (const server of running) batches.set(server.name, await prepare(server, cell, load, options));
    await measure(running, batches);
  } finally {
    await load.closeAll().catch(() => {});
    await Promise.all(running.map((server) => server.stop()));
  }
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
