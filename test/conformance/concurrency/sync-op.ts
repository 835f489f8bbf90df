import type { Operands } from './operands.ts';
import type { Scene } from './scene.ts';

/** An instruction that does not wait; what it returns is the line it logs. */
// biome-ignore lint/suspicious/noConfusingVoidType: an instruction without a line returns nothing, as its method does.
export type Perform = (scene: Scene, values: Operands) => string | undefined | void;
