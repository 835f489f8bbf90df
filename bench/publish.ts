import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { barChart } from './chart/bars.ts';
import { markdown, tableOf } from './report.ts';
import { latestResults, type Results } from './results-file.ts';
import { BASELINE } from './servers.ts';

// The newest results of bench/run.ts as docs/performance.svg, and as the table of docs/performance.md.

const DOCS = join(__dirname, '../docs');
const PLACE = /(<!-- bench:begin -->)[\s\S]*(<!-- bench:end -->)/;

function facts({ date, machine, rounds }: Results): string {
  const { CPU, Node } = machine;
  return `${date.slice(0, 10)}; ${CPU}; Node ${Node}; ${rounds} rounds, median and quartiles`;
}

function publish(results: Results): void {
  const { cells, servers } = results;
  const title = 'Capacity against raw node:net (messages per second of server CPU time; higher is better)';
  const chart = barChart(cells, BASELINE, title, `${facts(results)}; dashed line: raw net`);
  writeFileSync(join(DOCS, 'performance.svg'), chart);

  const page = join(DOCS, 'performance.md');
  const table = `${facts(results)}.\n\n![the table as bars](performance.svg)\n\n${markdown(tableOf(cells, servers))}`;
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace(PLACE, (_all, begin, end) => `${begin}\n\n${table}\n\n${end}`),
  );
  // Tables are formatted like everything else; the linter would complain.
  spawnSync('npx', ['biome', 'format', '--write', page], { stdio: 'inherit' });
}

const results = latestResults();
if (results === undefined) {
  console.error('bench/results holds no results yet: npm run bench');
  process.exitCode = 1;
} else {
  publish(results);
}
