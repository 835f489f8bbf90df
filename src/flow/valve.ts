/**
 * What stops a source without losing anything of it.
 *
 * Whoever falls behind holds the valve; the source pauses while at least one holder is left. A valve says nothing about what
 * is on its way already: a source may hand out what it has begun.
 */
export class Valve {
  readonly #onChange: (held: boolean) => void;
  #holders = 0;

  /** `onChange` is told when the first holder comes and when the last one goes. */
  constructor(onChange: (held: boolean) => void) {
    this.#onChange = onChange;
  }

  isHeld(): boolean {
    return this.#holders > 0;
  }

  /** Holds the valve until the returned function is called; calling that again does nothing. */
  hold(): () => void {
    if (this.#holders++ === 0) this.#onChange(true);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      if (--this.#holders === 0) this.#onChange(false);
    };
  }
}
