// What the endpoint under test has seen and done. Chunks of data are an accident of timing, so they merge into one line:
// with the line before if it is of the same source, or, if the scenario asks for it, with the source's first line.
import { describeBytes } from './bytes.ts';

interface Entry {
  readonly text: string;
  readonly chunks: Buffer[] | null;
}

export class Trace {
  readonly #mergeAll: boolean;
  readonly #entries: Entry[] = [];

  constructor(mergeAll: boolean) {
    this.#mergeAll = mergeAll;
  }

  line(text: string): void {
    this.#entries.push({ text, chunks: null });
  }

  /** `source` is the line without its bytes, such as `#2 data`. The bytes are copied. */
  data(source: string, bytes: Uint8Array): void {
    const last = this.#entries.at(-1);
    const earlier = this.#mergeAll
      ? this.#entries.find((entry) => entry.chunks !== null && entry.text === source)
      : last?.text === source
        ? last
        : undefined;
    const copy = Buffer.from(bytes);
    if (earlier?.chunks) earlier.chunks.push(copy);
    else this.#entries.push({ text: source, chunks: [copy] });
  }

  lines(): readonly string[] {
    return this.#entries.map(({ text, chunks }) =>
      chunks === null ? text : `${text} ${describeBytes(Buffer.concat(chunks))}`,
    );
  }
}
