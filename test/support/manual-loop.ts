import { EventLoop } from '../../src/loop/event-loop.ts';
import type { ExceptionContext } from '../../src/loop/exception-context.ts';
import type { Network } from '../../src/loop/network.ts';
import { ManualClock } from './manual-clock.ts';

const refuse = (): never => {
  throw new Error('a ManualLoop has no network');
};

const NO_NETWORK: Network = { resolve: refuse, connect: refuse, listen: refuse, adopt: refuse };

export interface ManualLoopOptions {
  debug?: boolean;
  clock?: ManualClock;
  network?: Network;
}

/** An event loop whose time is moved by hand, and which keeps what it is told of. */
export class ManualLoop extends EventLoop {
  readonly manual: ManualClock;
  /** What the exception handler was told. */
  readonly reports: ExceptionContext[] = [];
  readonly warnings: string[];

  constructor({ debug = false, clock = new ManualClock(), network = NO_NETWORK }: ManualLoopOptions = {}) {
    const warnings: string[] = [];
    super({ clock, network, debug, warn: (message) => warnings.push(message) });
    this.manual = clock;
    this.warnings = warnings;
    this.setExceptionHandler((_loop, context) => this.reports.push(context));
  }

  /** Runs everything that needs no time. */
  settle(): void {
    this.manual.settle();
  }

  /** Lets time pass. */
  advance(milliseconds: number): void {
    this.manual.advance(milliseconds);
  }
}
