// The main thread's end of a thread with an oracle.
import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Reply, Request, Shrunk, Verdicts } from './messages.ts';
import type { RawProgram } from './raw-program.ts';
import type { SourceName } from './sources.ts';

/** CPython notices a recursion without end by itself if it has this much; with less it is fatal to its interpreter. */
const STACK_MEGABYTES = 64;

/** One request at a time. */
export class OracleThread {
  readonly #worker = new Worker(path.join(__dirname, 'worker.ts'), {
    execArgv: ['-C', 'rxduct-source', '-r', require.resolve('ts-node/register')],
    resourceLimits: { stackSizeMb: STACK_MEGABYTES },
  });

  async trySeeds(source: SourceName, first: number, count: number): Promise<Verdicts> {
    return (await this.#ask({ type: 'seeds', source, first, count })) as Verdicts;
  }

  async shrink(program: RawProgram): Promise<RawProgram> {
    return ((await this.#ask({ type: 'shrink', program })) as Shrunk).program;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  async #ask(request: Request): Promise<Reply> {
    this.#worker.postMessage(request);
    const [reply] = await once(this.#worker, 'message');
    return reply as Reply;
  }
}
