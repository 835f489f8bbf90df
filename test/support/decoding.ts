import type { Decoder } from '../../src/codec/codec.ts';
import { LimitError } from '../../src/errors.ts';

/** What a decoder made of its input: the messages, and for each LimitError its place among them. */
export type Outcome = (string | { tooLong: true })[];

const NOTHING = Buffer.alloc(0);
export const TOO_LONG = { tooLong: true } as const;

/** Feeds chunks and the end, and goes on after each LimitError. `eager`: at once, with no further bytes. */
export function outcomeOf(decoder: Decoder<string>, chunks: readonly Buffer[], { eager = true } = {}): Outcome {
  const outcome: Outcome = [];
  const emit = (message: string) => void outcome.push(message);
  const attempt = (call: () => void): boolean => {
    try {
      call();
      return true;
    } catch (error) {
      if (!(error instanceof LimitError)) throw error;
      outcome.push(TOO_LONG);
      return false;
    }
  };
  for (const chunk of chunks) {
    let done = attempt(() => decoder.decode(chunk, emit));
    while (eager && !done) done = attempt(() => decoder.decode(NOTHING, emit));
  }
  while (!attempt(() => decoder.end(emit)));
  return outcome;
}
