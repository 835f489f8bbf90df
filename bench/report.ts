import type { CellResult } from './cell.ts';
import { BASELINE, CEILING, OURS } from './servers.ts';
import { pairedRatio, type Summary, summarize } from './statistics.ts';

/** The first line is the head. */
export type Table = readonly (readonly string[])[];

/** A line per row; the ratios to the baseline, and for ours the fraction of the ceiling. */
export function tableOf(cells: readonly CellResult[], servers: readonly string[]): Table {
  const compared = servers.filter((name) => name !== BASELINE);
  const fractions = servers.includes(CEILING) ? OURS.filter((name) => servers.includes(name)) : [];
  const head = ['scenario/conns', 'net us/msg', ...compared, ...fractions.map((name) => `${name} of ceiling`)];
  const lines = cells.map((cell) => {
    const price = cell.micros[BASELINE];
    return [
      cell.key,
      price === undefined ? '-' : shown(summarize(price)),
      ...compared.map((name) => ratio(cell, BASELINE, name)),
      ...fractions.map((name) => ratio(cell, CEILING, name)),
    ];
  });
  return [head, ...lines];
}

/** How busy each server's process was: the reader's check that a fast server was not merely waiting for the load. */
export function busyTable(cells: readonly CellResult[], servers: readonly string[]): Table {
  const lines = cells.map((cell) => [
    cell.key,
    ...servers.map((name) => {
      const busy = cell.busy[name];
      return busy === undefined ? '-' : `${Math.round(summarize(busy).median * 100)} %`;
    }),
  ]);
  return [['scenario/conns', ...servers], ...lines];
}

export function aligned(table: Table): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  const lineOf = (line: readonly string[]): string =>
    line
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return table.map(lineOf).join('\n');
}

export function markdown(table: Table): string {
  const [head = [], ...lines] = table;
  return [head, head.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function ratio(cell: CellResult, baseline: string, candidate: string): string {
  const price = cell.micros[baseline];
  const ours = cell.micros[candidate];
  return price === undefined || ours === undefined ? '-' : shown(pairedRatio(price, ours));
}

function shown({ median, q1, q3 }: Summary): string {
  return `${median.toFixed(2)} [${q1.toFixed(2)}-${q3.toFixed(2)}]`;
}
