// What the main thread asks of a thread with an oracle. One request is answered by one reply.
import type { RawProgram } from './raw-program.ts';
import type { SourceName } from './sources.ts';

export type Request =
  | { readonly type: 'seeds'; readonly source: SourceName; readonly first: number; readonly count: number }
  | { readonly type: 'shrink'; readonly program: RawProgram };

export interface Verdicts {
  readonly type: 'verdicts';
  readonly passed: number;
  /** Asyncio leaves them undefined. */
  readonly skipped: number;
  readonly failures: readonly RawProgram[];
}

export interface Shrunk {
  readonly type: 'shrunk';
  readonly program: RawProgram;
}

export type Reply = Verdicts | Shrunk;
