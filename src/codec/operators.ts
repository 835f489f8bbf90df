import { type OperatorFunction, pipe } from 'rxjs';
import { operate } from '../flow/operate.ts';
import type { Bytes } from '../loop/bytes.ts';
import type { Codec } from './codec.ts';

/**
 * Bytes to messages: an operator that feeds a decoder of its own to each subscription.
 *
 * Synchronous, and without a queue: every message of a chunk is emitted before the next chunk is asked for. What the decoder
 * throws is the error of the result.
 */
export function decode<In>(codec: Pick<Codec<In, never>, 'decoder'>): OperatorFunction<Buffer, In> {
  return operate((source, subscriber) => {
    const decoder = codec.decoder();
    const emit = (message: In) => subscriber.next(message);
    return source.subscribe({
      next: (chunk) => {
        try {
          decoder.decode(chunk, emit);
        } catch (error) {
          subscriber.error(error);
        }
      },
      error: (error) => subscriber.error(error),
      complete: () => {
        try {
          decoder.end(emit);
          subscriber.complete();
        } catch (error) {
          subscriber.error(error);
        }
      },
    });
  });
}

/** Messages to bytes. A message may become several pieces, which follow each other at once. */
export function encode<Out>(codec: Pick<Codec<unknown, Out>, 'encode'>): OperatorFunction<Out, Bytes> {
  return operate((source, subscriber) => {
    const emit = (bytes: Bytes) => subscriber.next(bytes);
    return source.subscribe({
      next: (message) => {
        try {
          codec.encode(message, emit);
        } catch (error) {
          subscriber.error(error);
        }
      },
      error: (error) => subscriber.error(error),
      complete: () => subscriber.complete(),
    });
  });
}

/**
 * A protocol of messages as a protocol of bytes: decodes what comes in, encodes what goes out.
 *
 * ```ts
 * transport.through(framed(lines(), map((line) => `Re: ${line}`)));
 * ```
 */
export function framed<In, Out>(
  codec: Codec<In, Out>,
  protocol: OperatorFunction<In, Out>,
): OperatorFunction<Buffer, Bytes> {
  return pipe(decode<In>(codec), protocol, encode(codec));
}
