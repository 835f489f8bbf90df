import type { EventLoop, ExceptionContext, Transport, TransportEvent } from '../../src/index.ts';
import { RxductError } from '../../src/index.ts';
import { ensure, ensureSame, fail } from './ensure.ts';
import type { TransportPair } from './transport-pair.ts';
import { Watch } from './watch.ts';

/** How long a rule may take; real connections need milliseconds. */
const TIME_LIMIT = 10_000;

/** A rule that says that nothing comes has to wait. Too short a wait lets a fault pass; it never fails a good transport. */
const QUIET = 20;

/** More than any chain of kernel buffers holds. */
const FILL_LIMIT = 64 * 1024 * 1024;
const PIECE: Buffer = Buffer.alloc(256 * 1024, 'rxduct');

interface Wait {
  readonly what: string;
  readonly isOver: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * One rule checked against one pair: the two ends, what the loop's exception handler was told, and ways to wait that end.
 *
 * Waiting is for events; the clock only ends what would hang, and proves a silence.
 */
export class Trial {
  readonly near: Transport;
  readonly far: Transport;
  readonly loop: EventLoop;
  readonly canReset: boolean;
  readonly #timeLimit: number;
  readonly #reported: ExceptionContext[] = [];
  readonly #watches: Watch[] = [];
  #waits: Wait[] = [];

  constructor(pair: TransportPair) {
    this.near = pair.transport;
    this.far = pair.peer;
    this.loop = pair.transport.loop;
    this.canReset = pair.canReset === true;
    this.#timeLimit = pair.timeLimit ?? TIME_LIMIT;
  }

  /** Runs `body`, and ends it after the limit. Errors that nobody else can receive belong to the rule meanwhile. */
  async run(body: (trial: Trial) => Promise<void> | void): Promise<void> {
    const { loop } = this;
    const handler = loop.getExceptionHandler();
    loop.setExceptionHandler((_loop, context) => {
      this.#reported.push(context);
      this.poke();
    });
    const timer = loop.callLater(this.#timeLimit, () => this.#expire());
    try {
      await body(this);
      const stray = this.#reported[0];
      ensure(stray === undefined, `the exception handler was told: ${stray?.message}: ${String(stray?.exception)}`);
    } finally {
      timer.cancel();
      for (const watch of this.#watches) watch.stop();
      loop.setExceptionHandler(handler);
    }
  }

  watch(transport: Transport, react?: (event: TransportEvent) => void): Watch {
    const watch = new Watch(this, transport, react);
    this.#watches.push(watch);
    return watch;
  }

  /** To be called when something has happened that `until` may be waiting for. */
  poke(): void {
    const over = this.#waits.filter((wait) => wait.isOver());
    if (over.length === 0) return;
    this.#waits = this.#waits.filter((wait) => !over.includes(wait));
    for (const wait of over) wait.resolve();
  }

  /** Waits until something is so; looks again at every event of a watch. */
  async until(what: string, isOver: () => boolean): Promise<void> {
    if (isOver()) return;
    await new Promise<void>((resolve, reject) => {
      this.#waits.push({ what, isOver, resolve, reject });
    });
  }

  /** Waits for a future or a promise. */
  async settled<T>(what: string, work: PromiseLike<T>): Promise<T> {
    await this.#end(what, work);
    return await work;
  }

  /** Waits for a failure, and returns the error. */
  async failure(what: string, work: PromiseLike<unknown>): Promise<unknown> {
    await this.#end(what, work);
    return await work.then(
      () => fail(`${what} should have failed`),
      (error) => error,
    );
  }

  /** Lets pass as much time as a fault would need to show. */
  async quiet(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.loop.callLater(QUIET, resolve);
    });
  }

  /** Looks at something once all that is ready now has run. */
  async hop<T>(look: () => T): Promise<T> {
    return new Promise<T>((resolve) => {
      this.loop.callSoon(() => resolve(look()));
    });
  }

  /** Writes to the near end until nothing is taken any more; the far end must not be read. Returns how much was written. */
  async fill(): Promise<number> {
    const { near } = this;
    near.setWriteBufferLimits({ high: FILL_LIMIT });
    for (let written = 0; written < FILL_LIMIT; ) {
      near.write(PIECE);
      written += PIECE.length;
      if (near.getWriteBufferSize() === 0) continue;
      await this.quiet();
      if (near.getWriteBufferSize() > 0) return written;
    }
    return fail(`${FILL_LIMIT} bytes were taken although the peer reads nothing`);
  }

  /** A source without an end worth mentioning, and how much of it was asked for. */
  endless(): { readonly source: Iterable<Buffer>; taken(): number } {
    let taken = 0;
    function* generate(): Generator<Buffer> {
      while (taken < FILL_LIMIT) {
        taken += PIECE.length;
        yield PIECE;
      }
    }
    return { source: generate(), taken: () => taken };
  }

  /** Waits until a number that grows no more has settled, and makes sure that this comes soon. */
  async stalled(what: string, amount: () => number): Promise<number> {
    for (;;) {
      const before = amount();
      await this.quiet();
      ensure(amount() < FILL_LIMIT, `${what}: ${FILL_LIMIT} bytes went out although nobody reads them`);
      if (amount() === before) return before;
    }
  }

  /** The exception handler was told of `error`, and of nothing else, once. */
  ensureReported(error: unknown): void {
    const reported = this.#reported.splice(0);
    ensureSame(reported.length, 1, 'how often the exception handler was told');
    ensureSame(reported[0]?.exception, error, 'what the exception handler was told');
  }

  /** The exception handler may have been told of `error`, and of nothing else. */
  forgetReports(error: unknown): void {
    for (const { exception } of this.#reported.splice(0))
      ensureSame(exception, error, 'what the exception handler was told');
  }

  async #end(what: string, work: PromiseLike<unknown>): Promise<void> {
    let over = false;
    const end = () => {
      over = true;
      this.poke();
    };
    work.then(end, end);
    await this.until(what, () => over);
  }

  #expire(): void {
    for (const { what, reject } of this.#waits.splice(0)) {
      reject(new RxductError('ERR_BROKEN_RULE', `nothing came for ${this.#timeLimit} ms; awaited: ${what}`));
    }
  }
}
