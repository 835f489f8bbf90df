import { BASELINE, CEILING } from './servers.ts';

/** `server` must be at least `least` times as cheap as `versus` in every row that `rows` matches. */
export interface Target {
  readonly rows: RegExp;
  readonly server: string;
  readonly versus: string;
  readonly least: number;
  /** What the lower quartile must reach: a guard for the rows where the median alone could be luck. */
  readonly lowerQuartile?: number;
}

export const TARGETS: readonly Target[] = [
  { rows: /^16x64B\//, server: 'classic', versus: BASELINE, least: 5.0 },
  { rows: /^16x64B\//, server: 'reactive', versus: BASELINE, least: 4.2 },
  { rows: /^16x64B\//, server: 'classic', versus: CEILING, least: 0.75 },
  { rows: /^16x64B\//, server: 'reactive', versus: CEILING, least: 0.65 },
  { rows: /^16x1KiB\//, server: 'classic', versus: BASELINE, least: 3.5 },
  { rows: /^16x1KiB\//, server: 'reactive', versus: BASELINE, least: 3.5 },
  { rows: /^echo-/, server: 'classic', versus: BASELINE, least: 0.95, lowerQuartile: 0.85 },
  { rows: /^echo-/, server: 'reactive', versus: BASELINE, least: 0.95, lowerQuartile: 0.85 },
];
