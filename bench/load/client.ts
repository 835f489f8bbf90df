import { join } from 'node:path';
import { Child, nodeCommand } from '../child.ts';
import type { Scenario } from '../scenarios.ts';

export interface OpenRequest {
  readonly name: string;
  readonly port: number;
  readonly connections: number;
  readonly scenario: Scenario;
  readonly seed: number;
}

/** The parent's hand on the load generator, which is a process of its own: its CPU time must not be the server's. */
export class Load {
  readonly #child: Child;

  private constructor(child: Child) {
    this.#child = child;
  }

  static async start(): Promise<Load> {
    const child = new Child('load', nodeCommand(join(__dirname, 'main.ts'), []), 1);
    await child.ready();
    return new Load(child);
  }

  open(request: OpenRequest): Promise<unknown> {
    return this.#child.ask({ do: 'open', ...request });
  }

  check(name: string): Promise<unknown> {
    return this.#child.ask({ do: 'check', name });
  }

  /** Wall-clock milliseconds from the first write to the last answer. */
  async run(name: string, batches: number): Promise<number> {
    return (await this.#child.ask<{ milliseconds: number }>({ do: 'run', name, batches })).milliseconds;
  }

  closeAll(): Promise<unknown> {
    return this.#child.ask({ do: 'close' });
  }

  stop(): Promise<void> {
    return this.#child.stop();
  }
}
