import type { CellResult } from './cell.ts';
import { pairedRatio } from './statistics.ts';
import { TARGETS, type Target } from './targets.ts';

export interface Verdict {
  readonly line: string;
  readonly reached: boolean;
}

/** One verdict for each target in each row that was measured with both of its servers. */
export function checkTargets(cells: readonly CellResult[]): Verdict[] {
  return cells.flatMap((cell) =>
    TARGETS.filter(({ rows }) => rows.test(cell.key)).flatMap((target) => check(cell, target) ?? []),
  );
}

function check(cell: CellResult, target: Target): Verdict | undefined {
  const ours = cell.micros[target.server];
  const other = cell.micros[target.versus];
  if (ours === undefined || other === undefined) return undefined;
  const { median, q1 } = pairedRatio(other, ours);
  const { least, lowerQuartile } = target;
  const reached = median >= least && (lowerQuartile === undefined || q1 >= lowerQuartile);
  const quartile = lowerQuartile === undefined ? '' : `, lower quartile ${q1.toFixed(2)} (target ${lowerQuartile})`;
  const what = `${cell.key} ${target.server} / ${target.versus}`.padEnd(36);
  return {
    reached,
    line: `${reached ? 'reached' : 'MISSED '}  ${what} ${median.toFixed(2)} (target ${least})${quartile}`,
  };
}
