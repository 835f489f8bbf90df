import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { barChart } from './chart/bars.ts';
import { latestResults } from './results-file.ts';
import { BASELINE } from './servers.ts';

// The newest results of bench/run.ts as docs/performance.svg.
const results = latestResults();
if (results === undefined) {
  console.error('bench/results holds no results yet: npm run bench');
  process.exitCode = 1;
} else {
  const { cells, machine, rounds, date } = results;
  const title = 'Capacity against raw node:net (messages per second of server CPU time; higher is better)';
  const facts = [date.slice(0, 10), machine.CPU, `Node ${machine.Node}`, `${rounds} rounds, median and quartiles`];
  const path = join(__dirname, '../docs/performance.svg');
  writeFileSync(path, barChart(cells, BASELINE, title, `${facts.join('; ')}; dashed line: raw net`));
  console.log(path);
}
