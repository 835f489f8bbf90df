import { parseArgs } from 'node:util';
import { CASES, type Case, type Outcome } from './backpressure/cases.ts';
import { wholeNumber } from './options.ts';
import { aligned } from './report.ts';

// How much memory a consumer that stopped reading costs, and whether every byte still arrives once it goes on.

const MEBIBYTE = 1024 * 1024;
/** Peak above the baseline, in MiB: kernels buffer a few MiB, collectors are lazy; a stream that is kept would be all of it. */
const TARGET = 64;

interface Options {
  readonly bytes: number;
  readonly cases: readonly Case[];
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: { mebibytes: { type: 'string', default: '1024' }, only: { type: 'string', default: '' } },
  });
  const cases = CASES.filter(({ name }) => name.includes(values.only));
  if (cases.length === 0) throw new Error(`--only: none of ${CASES.map(({ name }) => name).join(', ')}`);
  return { bytes: wholeNumber('mebibytes', values.mebibytes, 16) * MEBIBYTE, cases };
}

async function main({ bytes, cases }: Options): Promise<void> {
  const lines: string[][] = [];
  let failed = false;
  for (const { name, run } of cases) {
    const outcome = await run(bytes);
    const verdict = judge(name, outcome, bytes);
    failed ||= verdict !== 'reached';
    lines.push([name, mebibytes(outcome.absorbed), mebibytes(outcome.stalledPeak), mebibytes(outcome.peak), verdict]);
    console.log(`measured ${name}`);
  }
  console.log(`\n${bytes / MEBIBYTE} MiB against a consumer that stopped; MiB of RSS above the start\n`);
  const head = ['case', 'sent before the stop', 'peak, stopped', 'peak, all', `under ${TARGET} MiB, every byte right`];
  console.log(aligned([head, ...lines]));
  process.exitCode = failed ? 1 : 0;
}

function judge(name: string, { peak, received, absorbed }: Outcome, bytes: number): string {
  if (received.mismatch !== -1) return `WRONG BYTE at ${received.mismatch}`;
  if (received.bytes !== bytes || !received.ended) {
    return `LOST: ${received.bytes} of ${bytes} bytes, ${received.ended ? 'EOF' : 'no EOF'}`;
  }
  if (absorbed >= bytes) return 'NO BACKPRESSURE: the producer was never stopped';
  if (name === 'net-sender') return 'reached'; // a comparison, not a promise
  return peak < TARGET * MEBIBYTE ? 'reached' : 'MISSED';
}

function mebibytes(bytes: number): string {
  return (bytes / MEBIBYTE).toFixed(1);
}

try {
  main(readOptions()).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
