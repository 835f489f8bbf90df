/** One recorded program or scenario, ready to be run and judged. */
export interface Case {
  readonly name: string;
  /** Why it cannot be run; null if it can. */
  readonly skipReason: string | null;
  /** Why a deviation is no failure. */
  readonly advisory: string | null;
  /** Resolves with what went wrong; null if nothing did. */
  run(): Promise<Fault | null>;
}

/** Describes what went wrong; `verbose` adds the traces in full. */
export type Fault = (verbose: boolean) => string;
