import type { Valve } from './valve.ts';

const NONE: readonly never[] = [];

/** Several valves held and released as one. Holding may begin before the valves are known. */
export class ValveGroup {
  #valves: readonly Valve[] = NONE;
  #releases: readonly (() => void)[] = NONE;
  #held = false;

  get size(): number {
    return this.#valves.length;
  }

  setValves(valves: readonly Valve[]): void {
    this.#valves = valves;
    if (this.#held) this.#grasp();
  }

  isHeld(): boolean {
    return this.#held;
  }

  hold(): void {
    if (this.#held) return;
    this.#held = true;
    this.#grasp();
  }

  release(): void {
    if (!this.#held) return;
    this.#held = false;
    const releases = this.#releases;
    this.#releases = NONE;
    for (const release of releases) release();
  }

  #grasp(): void {
    this.#releases = this.#valves.map((valve) => valve.hold());
  }
}
