// Programs as the oracle reads and writes them: plain JSON, which the shrinker cuts up.

export type RawOp = [opcode: string, ...values: unknown[]];

export interface RawProgram {
  name: string;
  primitives: Record<string, { type: string; args: unknown[] }>;
  workers: { name: string; ops: RawOp[] }[];
  /** Null if asyncio gave none: the program went wrong itself. */
  trace: string[] | null;
}
