/** Wakes whoever waits for something to change; they look again themselves. */
export class Signal {
  #waiting: (() => void)[] = [];

  fire(): void {
    const woken = this.#waiting;
    this.#waiting = [];
    for (const wake of woken) wake();
  }

  /** Resolves as soon as `condition` holds, which is asked now and after each `fire`. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }
}
