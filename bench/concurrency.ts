import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { cases } from './concurrency/cases.ts';
import { wholeNumber } from './options.ts';
import { aligned } from './report.ts';
import { summarize } from './statistics.ts';

// What the parts of the event loop cost, against what Node and CPython have: CPU nanoseconds an operation, in interleaved rounds.

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, count: { type: 'string', default: '200000' } },
});
const rounds = wholeNumber('rounds', values.rounds, 1);
const count = wholeNumber('count', values.count, 1000);

/** [candidate, what it is compared with, at least this many times as fast]. */
const TARGETS: readonly (readonly [string, string, number])[] = [
  ['switch: sleep(0) among 100 tasks', 'switch: await asyncFunction() among 100', 1],
  ['switch: sleep(0) among 100 tasks', 'CPython: sleep(0) among 100 tasks', 8],
  ['callSoon, batches of 1000', 'setImmediate, batches of 1000', 4],
  ['timers over 200 ms: callLater', 'timers over 200 ms: setTimeout', 2],
  ['idle timer: refresh()', 'idle timer: clearTimeout + setTimeout', 10],
];

const PYTHON = `
import asyncio, resource, sys
n = int(sys.argv[1])
async def work():
    for _ in range(n // 100): await asyncio.sleep(0)
async def main(): await asyncio.gather(*(work() for _ in range(100)))
def cpu():
    use = resource.getrusage(resource.RUSAGE_SELF); return use.ru_utime + use.ru_stime
before = cpu(); asyncio.run(main()); print((cpu() - before) / n * 1e9)
`;

async function measure(name: string): Promise<number> {
  const before = process.cpuUsage();
  await cases[name]?.(count);
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / count;
}

async function main(): Promise<void> {
  const nanoseconds = new Map<string, number[]>(Object.keys(cases).map((name) => [name, []]));
  const python: number[] = [];
  for (let round = -1; round < rounds; round++) {
    for (const [name, measured] of nanoseconds) {
      const cost = await measure(name);
      if (round >= 0) measured.push(cost);
    }
    const run = spawnSync('python3', ['-c', PYTHON, String(count)], { encoding: 'utf8' });
    if (run.status === 0 && round >= 0) python.push(Number(run.stdout));
  }
  if (python.length > 0) nanoseconds.set('CPython: sleep(0) among 100 tasks', python);
  console.log(
    aligned([
      ['CPU ns an operation', 'median [quartiles]'],
      ...[...nanoseconds].map(([name, costs]) => {
        const { median, q1, q3 } = summarize(costs);
        return [name, `${median.toFixed(0)} [${q1.toFixed(0)}-${q3.toFixed(0)}]`];
      }),
    ]),
  );
  for (const [candidate, other, target] of TARGETS) {
    const ours = nanoseconds.get(candidate) ?? [];
    const theirs = nanoseconds.get(other);
    if (theirs === undefined) continue;
    const { median } = summarize(ours.map((cost, round) => (theirs[round] ?? Number.NaN) / cost));
    console.log(
      `${median >= target ? 'reached' : 'MISSED '}  ${candidate} / ${other}: ${median.toFixed(2)} (target ${target})`,
    );
  }
  console.log(`memory after all of it: ${(process.memoryUsage().heapUsed / 1e6).toFixed(0)} MB of heap`);
}

void main();
