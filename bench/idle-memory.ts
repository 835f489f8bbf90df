import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Footprint, measureFootprint } from './idle/measure.ts';
import { wholeNumber } from './options.ts';
import { aligned } from './report.ts';
import { BASELINE, OURS } from './servers.ts';
import { summarize } from './statistics.ts';

// What an idle connection costs: an echo server that accepted it, attached its protocol, and has heard nothing.

/** Bytes of RSS a connection of ours may cost more than one of raw net. */
const TARGETS: Readonly<Record<string, number>> = { classic: 2048, reactive: 3072 };
const BATCHES = 5;

interface Options {
  readonly connections: number;
  readonly runs: number;
  readonly servers: readonly string[];
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      connections: { type: 'string', default: '10000' },
      runs: { type: 'string', default: '3' },
      servers: { type: 'string', default: [BASELINE, ...OURS].join(',') },
    },
  });
  const connections = wholeNumber('connections', values.connections, BATCHES);
  // Node itself has raised the soft limit to the hard one by now, and its children will do the same.
  const descriptors = Number(/^Max open files +\d+ +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]);
  const needed = connections + 1_100;
  if (descriptors < needed) {
    throw new Error(
      `${connections} connections need ${needed} file descriptors, and the limit is ${descriptors}: raise it (as root: ulimit -n ${needed}) or pass --connections ${descriptors - 1_100}`,
    );
  }
  const servers = values.servers.split(',');
  const unknown = servers.find((name) => name !== BASELINE && !OURS.includes(name));
  if (unknown !== undefined) throw new Error(`--servers: no "${unknown}"; there are ${BASELINE}, ${OURS.join(', ')}`);
  return { connections, runs: wholeNumber('runs', values.runs, 1), servers };
}

async function main({ connections, runs, servers }: Options): Promise<void> {
  const readings = new Map<string, Footprint[]>(servers.map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const name of servers) readings.get(name)?.push(...(await measureFootprint(name, connections, BATCHES)));
  }
  const median = (name: string, part: keyof Footprint): number =>
    summarize((readings.get(name) ?? []).map((reading) => reading[part])).median;
  const spread = (name: string): string => {
    const { q1, q3 } = summarize((readings.get(name) ?? []).map(({ rss }) => rss));
    return `[${q1.toFixed(0)}-${q3.toFixed(0)}]`;
  };
  console.log(`bytes per idle connection: median of ${runs} x ${BATCHES} batches, ${connections} connections a run\n`);
  const lines = servers.map((name) => [
    name,
    `${median(name, 'rss').toFixed(0)} ${spread(name)}`,
    median(name, 'heapUsed').toFixed(0),
    median(name, 'external').toFixed(0),
    servers.includes(BASELINE) ? (median(name, 'rss') - median(BASELINE, 'rss')).toFixed(0) : '-',
  ]);
  console.log(aligned([['server', 'RSS', 'heap', 'external', 'RSS above net'], ...lines]));
  console.log();
  for (const [name, most] of Object.entries(TARGETS)) {
    if (!servers.includes(name) || !servers.includes(BASELINE)) continue;
    const above = median(name, 'rss') - median(BASELINE, 'rss');
    console.log(
      `${above <= most ? 'reached' : 'MISSED '}  ${name}: ${above.toFixed(0)} bytes above net (target ${most})`,
    );
  }
}

try {
  const options = readOptions();
  main(options).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
