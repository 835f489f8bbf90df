export interface Summary {
  readonly median: number;
  readonly q1: number;
  readonly q3: number;
}

/** Median and quartiles, interpolated between neighbours: with ten rounds a mean would be the outlier's. */
export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), q1: quantile(sorted, 0.25), q3: quantile(sorted, 0.75) };
}

/**
 * How many times cheaper `candidate` is than `baseline`, round by round. A slow spell of a shared machine hits the
 * neighbours in one round alike, so the ratio inside a round is far steadier than the ratio of two medians.
 */
export function pairedRatio(baseline: readonly number[], candidate: readonly number[]): Summary {
  return summarize(baseline.map((cost, round) => cost / (candidate[round] ?? Number.NaN)));
}

function quantile(sorted: readonly number[], fraction: number): number {
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
