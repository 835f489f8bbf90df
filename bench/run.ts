import { relative } from 'node:path';
import { type CellResult, measureCell } from './cell.ts';
import { Load } from './load/client.ts';
import { describeMachine } from './machine.ts';
import { type BenchOptions, readOptions, USAGE } from './options.ts';
import { aligned, busyTable, tableOf } from './report.ts';
import { writeResults } from './results-file.ts';
import { CELLS, type Cell } from './scenarios.ts';
import { availableServers, type ServerKind } from './servers.ts';
import { checkTargets } from './verdict.ts';

// npm run bench: the server's CPU time per message, against raw net, all servers interleaved in one run.

async function main(options: BenchOptions, cells: readonly Cell[], kinds: readonly ServerKind[]): Promise<number> {
  const servers = kinds.map(({ name }) => name);
  const machine = describeMachine(options.python);
  console.log(aligned(Object.entries(machine)));
  console.log(`\n${options.rounds} rounds, seed ${options.seed}: ${servers.join(', ')}\n`);
  const results = await measure(options, cells, kinds);
  console.log(`\n${aligned(tableOf(results, servers))}`);
  console.log(`\nbusy (CPU time / wall-clock time)\n${aligned(busyTable(results, servers))}\n`);
  const verdicts = checkTargets(results);
  for (const { line } of verdicts) console.log(line);
  if (options.write) {
    const command = ['npm run bench --', ...process.argv.slice(2)].join(' ');
    const date = new Date().toISOString();
    const path = writeResults({ date, command, machine, rounds: options.rounds, servers, cells: results }, verdicts);
    console.log(`\nwritten: ${relative(process.cwd(), path)}.md and .json`);
  }
  return options.strict && verdicts.some(({ reached }) => !reached) ? 1 : 0;
}

async function measure(
  options: BenchOptions,
  cells: readonly Cell[],
  kinds: readonly ServerKind[],
): Promise<CellResult[]> {
  const load = await Load.start();
  const results: CellResult[] = [];
  try {
    for (const cell of cells) {
      const start = Date.now();
      results.push(await measureCell(cell, kinds, load, { ...options, target: options.quick ? 40 : 200 }));
      console.log(`measured ${cell.key} in ${((Date.now() - start) / 1000).toFixed(1)} s`);
    }
  } finally {
    await load.stop();
  }
  return results;
}

/** Everything the user can have said wrongly is found out here, before anything starts. */
function prepare(): [BenchOptions, Cell[], ServerKind[]] | undefined {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') return undefined;
  const cells = CELLS.filter(({ key }) => options.only.test(key));
  if (cells.length === 0) throw new Error(`--only: matches none of ${CELLS.map(({ key }) => key).join(', ')}`);
  return [options, cells, availableServers(options.servers, options.python)];
}

function fail(error: unknown, code: number): void {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = code;
}

try {
  const prepared = prepare();
  if (prepared === undefined) console.log(USAGE);
  else {
    main(...prepared).then(
      (code) => {
        process.exitCode = code;
      },
      (error: unknown) => {
        fail(error, 1);
        process.exit(); // servers that still run keep this process alive, and end with it
      },
    );
  }
} catch (error) {
  fail(error, 2);
  console.error(`\n${USAGE}`);
}
