/** Lets all promise callbacks run that are due. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await null;
}

interface Waiting<R> {
  resolve: (result: R) => void;
  reject: (error: Error) => void;
}

/** Promises by name, settled by hand. */
export class Deferreds<R> {
  /** Every name, in the order of starting. */
  readonly started: string[] = [];
  readonly #waiting = new Map<string, Waiting<R>>();

  get pending(): string[] {
    return [...this.#waiting.keys()];
  }

  start(name: string): Promise<R> {
    this.started.push(name);
    return new Promise((resolve, reject) => this.#waiting.set(name, { resolve, reject }));
  }

  /** Comes back when all has happened that follows. */
  async resolve(name: string, result: R): Promise<void> {
    this.#take(name).resolve(result);
    await settled();
  }

  async reject(name: string, error: Error): Promise<void> {
    this.#take(name).reject(error);
    await settled();
  }

  #take(name: string): Waiting<R> {
    const waiting = this.#waiting.get(name);
    if (waiting === undefined) throw new Error(`${name} is not pending; ${this.pending} are`);
    this.#waiting.delete(name);
    return waiting;
  }
}
