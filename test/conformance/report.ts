// What a person reads about a scenario that did not go as recorded.
import type { Outcome } from './runner.ts';
import type { Scenario } from './scenario.ts';

const PAST_THE_END = '(nothing)';

const indented = (title: string, lines: readonly string[]): string[] => [
  `    ${title}:`,
  ...lines.map((line, index) => `      ${String(index + 1).padStart(3)}  ${line}`),
];

/** `verbose` adds both traces in full. */
export const describeFailure = (scenario: Scenario, outcome: Outcome, verbose: boolean): string => {
  const { observed, problem, difference } = outcome;
  const lines = [scenario.name, `  ${scenario.doc}`];
  if (problem !== null) lines.push(`  problem: ${problem}`);
  if (difference !== null) {
    lines.push(`  ${difference.which}, line ${difference.line}`);
    lines.push(`    expected: ${difference.expected ?? PAST_THE_END}`);
    lines.push(`    actual:   ${difference.actual ?? PAST_THE_END}`);
  }
  if (verbose) {
    const traces = difference?.which === 'trace' ? [difference.expectedTrace] : scenario.traces;
    for (const trace of traces) lines.push(...indented('trace expected', trace));
    lines.push(...indented('trace', observed.trace));
    lines.push(...indented('peer_trace expected', scenario.peerTrace));
    lines.push(...indented('peer_trace', observed.peerTrace));
  }
  return lines.join('\n');
};
