// A thread with CPython and rxduct in it, side by side.
import { parentPort } from 'node:worker_threads';
import { judge } from './judge.ts';
import type { Reply, Request, Verdicts } from './messages.ts';
import { Oracle } from './oracle.ts';
import type { RawProgram } from './raw-program.ts';
import { shrink } from './shrink.ts';
import { recordPrograms, type SourceName } from './sources.ts';

/** How many programs may be looked at to shrink one. */
const TRIES = 5000;

if (parentPort === null) throw new Error('fuzz/worker.ts runs in a worker thread');
const port = parentPort;
const oracle = new Oracle();
// Where pyodide reports errors that are fatal to its interpreter, which the oracle deals with.
console.error = () => {};

const trySeeds = async (source: SourceName, first: number, count: number): Promise<Verdicts> => {
  const failures: RawProgram[] = [];
  let skipped = 0;
  const programs = await recordPrograms(oracle, source, first, count);
  for (const program of programs) {
    const verdict = await judge(oracle, program);
    if (verdict === 'failed') failures.push(program);
    else if (verdict === 'undefined') skipped += 1;
  }
  return { type: 'verdicts', passed: programs.length - failures.length - skipped, skipped, failures };
};

const stillFails = async (candidate: RawProgram): Promise<RawProgram | null> => {
  const recorded = await oracle.record(candidate);
  return (await judge(oracle, recorded)) === 'failed' ? recorded : null;
};

const answer = async (request: Request): Promise<Reply> =>
  request.type === 'seeds'
    ? await trySeeds(request.source, request.first, request.count)
    : { type: 'shrunk', program: await shrink(request.program, stillFails, TRIES) };

port.on('message', (request: Request) => {
  answer(request).then(
    (reply) => port.postMessage(reply),
    // It must end the thread, where the main thread sees it.
    (error) => setImmediate(() => Promise.reject(error)),
  );
});
