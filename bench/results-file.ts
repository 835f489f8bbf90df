import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CellResult } from './cell.ts';
import type { Machine } from './machine.ts';
import { busyTable, markdown, tableOf } from './report.ts';
import type { Verdict } from './verdict.ts';

const FOLDER = join(__dirname, 'results');

/** What one run leaves behind. The rounds themselves are kept, so that later questions need no new run. */
export interface Results {
  readonly date: string;
  readonly command: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly servers: readonly string[];
  readonly cells: readonly CellResult[];
}

/** Writes the dated pair of files and returns the path without its ending. */
export function writeResults(results: Results, verdicts: readonly Verdict[]): string {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, stamp(new Date(results.date)));
  writeFileSync(`${path}.json`, `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(`${path}.md`, page(results, verdicts));
  return path;
}

/** The newest results, or undefined where there are none. */
export function latestResults(): Results | undefined {
  mkdirSync(FOLDER, { recursive: true });
  const newest = readdirSync(FOLDER)
    .filter((name) => /^\d{4}-\d\d-\d\d-\d{4}\.json$/.test(name))
    .sort()
    .at(-1);
  return newest === undefined ? undefined : (JSON.parse(readFileSync(join(FOLDER, newest), 'utf8')) as Results);
}

function page(results: Results, verdicts: readonly Verdict[]): string {
  const { machine, cells, servers, rounds } = results;
  return `# Capacity against raw net, ${results.date.slice(0, 10)}

Server CPU time per message: that of raw \`node:net\` with one write per message, divided by the server's; above 1 is
cheaper than raw net. Median [lower-upper quartile] of ${rounds} rounds, paired round by round. "Of ceiling" is the same
against a raw \`net\` echo that looks at no frame.

\`${results.command}\`

${markdown([['machine', ''], ...Object.entries(machine)])}

${markdown(tableOf(cells, servers))}

## Targets

\`\`\`
${verdicts.map(({ line }) => line).join('\n')}
\`\`\`

## How busy the servers were (CPU time / wall-clock time)

${markdown(busyTable(cells, servers))}
`;
}

function stamp(date: Date): string {
  const two = (value: number): string => `${value}`.padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}`;
}
