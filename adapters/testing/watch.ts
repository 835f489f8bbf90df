import type { Subscription } from 'rxjs';
import type { Transport, TransportEvent } from '../../src/index.ts';

/** Who is told that something has happened. */
export interface WatchOwner {
  poke(): void;
}

/** Everything that one subscriber of `events` gets. */
export class Watch {
  readonly events: TransportEvent[] = [];
  readonly #subscription: Subscription;
  #completed = false;

  /** `react` is called for each event, inside its dispatch. */
  constructor(owner: WatchOwner, transport: Transport, react: (event: TransportEvent) => void = () => {}) {
    this.#subscription = transport.events.subscribe({
      next: (event) => {
        this.events.push(event);
        owner.poke();
        react(event);
      },
      complete: () => {
        this.#completed = true;
        owner.poke();
      },
    });
  }

  /** Whether the events have completed. */
  get completed(): boolean {
    return this.#completed;
  }

  /** What came, in order, each run of data as one word: `connection data eof lost`. */
  get story(): string {
    const types = this.events.map(({ type }) => type);
    return types.filter((type, index) => type !== 'data' || types[index - 1] !== 'data').join(' ');
  }

  get bytes(): Buffer {
    return Buffer.concat(this.events.flatMap((event) => (event.type === 'data' ? [event.data] : [])));
  }

  get size(): number {
    return this.events.reduce((size, event) => size + (event.type === 'data' ? event.data.length : 0), 0);
  }

  has(type: TransportEvent['type']): boolean {
    return this.events.some((event) => event.type === type);
  }

  count(type: TransportEvent['type']): number {
    return this.events.filter((event) => event.type === type).length;
  }

  /** The error `lost` came with; undefined before. */
  get lossError(): Error | null | undefined {
    for (const event of this.events) if (event.type === 'lost') return event.error;
    return undefined;
  }

  stop(): void {
    this.#subscription.unsubscribe();
  }
}
