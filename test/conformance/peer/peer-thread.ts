// The main thread's end of the peer. The thread is started by the first scenario that needs it and serves all that follow;
// a scenario that went wrong leaves it in an unknown state, so `stop` ends it and the next scenario starts another.
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Action } from '../action.ts';
import type { FromPeer, ToPeer } from './messages.ts';

/** What a running script asks of the endpoint's side. */
export interface PeerHost {
  /** The peer executed `notify name`. */
  notified(name: string): void;
  /** Where the peer's next `connect` goes; null if nothing is there. */
  port(): Promise<number | null>;
}

/** One scenario's script, running in the peer's thread. */
export interface PeerRun {
  /** Where the peer listens, if it does. */
  readonly port: number | null;
  /** What it has seen so far. */
  readonly lines: readonly string[];
  /** Resolves after the last step. */
  readonly finished: Promise<void>;
  notify(name: string): void;
  /** Closes all that the script left open. */
  end(): Promise<void>;
}

class Deferred<T> {
  resolve: (value: T) => void = () => {};
  reject: (error: unknown) => void = () => {};
  readonly promise: Promise<T>;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // The thread can die while nobody is waiting for this one.
    this.promise.catch(() => {});
  }
}

export class PeerThread {
  #worker: Worker | null = null;

  async begin(steps: readonly Action[], listen: boolean, host: PeerHost): Promise<PeerRun> {
    this.#worker ??= startWorker();
    const worker = this.#worker;
    const post = (message: ToPeer): void => worker.postMessage(message);
    const begun = new Deferred<number | null>();
    const finished = new Deferred<void>();
    const ended = new Deferred<void>();
    const lines: string[] = [];

    const onMessage = (message: FromPeer): void => {
      if (message.type === 'begun') begun.resolve(message.port);
      else if (message.type === 'line') lines.push(message.text);
      else if (message.type === 'notify') host.notified(message.name);
      else if (message.type === 'where') host.port().then((port) => post({ type: 'address', port }), onDeath);
      else if (message.type === 'finished') finished.resolve();
      else ended.resolve();
    };
    const onDeath = (reason: unknown): void => {
      const error = new Error(`the peer's thread ended: ${String(reason)}`, { cause: reason });
      for (const deferred of [begun, finished, ended]) deferred.reject(error);
    };
    worker.on('message', onMessage).on('error', onDeath).on('exit', onDeath);

    post({ type: 'begin', steps, listen });
    return {
      port: await begun.promise,
      lines,
      finished: finished.promise,
      notify: (name) => post({ type: 'notify', name }),
      end: async () => {
        post({ type: 'end' });
        await ended.promise;
        worker.off('message', onMessage).off('error', onDeath).off('exit', onDeath);
      },
    };
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

const startWorker = (): Worker => {
  // Set here and not inherited: under jest the main thread has no loader for TypeScript of its own.
  const worker = new Worker(path.join(__dirname, 'worker.ts'), {
    execArgv: ['-r', require.resolve('ts-node/register')],
  });
  // Listeners come and go with the scenarios; an 'error' without any would end the process.
  worker.on('error', () => {});
  return worker;
};
