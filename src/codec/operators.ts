import { type OperatorFunction, pipe, Subscriber } from 'rxjs';
import { operate } from '../flow/operate.ts';
import type { Bytes } from '../loop/bytes.ts';
import { ByteSink } from './byte-sink.ts';
import type { Codec, Decoder, Emit } from './codec.ts';
import type { DirectEncoder } from './direct-encoder.ts';

/**
 * Bytes to messages: an operator that feeds a decoder of its own to each subscription.
 *
 * Synchronous, and without a queue: every message of a chunk is emitted before the next chunk is asked for. What the decoder
 * throws is the error of the result.
 */
export function decode<In>(codec: Pick<Codec<In, never>, 'decoder'>): OperatorFunction<Buffer, In> {
  return operate((source, subscriber) => source.subscribe(new DecodeSubscriber(codec.decoder(), subscriber)));
}

/** Messages to bytes. A message may become several pieces, which follow each other at once. */
export function encode<Out>(codec: Pick<Codec<unknown, Out>, 'encode' | 'direct'>): OperatorFunction<Out, Bytes> {
  return operate((source, subscriber) =>
    source.subscribe(
      subscriber instanceof ByteSink && codec.direct !== undefined
        ? new DirectEncodeSubscriber(codec, codec.direct, subscriber)
        : new EncodeSubscriber(codec, subscriber),
    ),
  );
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

// Subscribers of their own, not observers handed to `subscribe`: a message passes two calls less in each.

class DecodeSubscriber<In> extends Subscriber<Buffer> {
  readonly #decoder: Decoder<In>;
  readonly #emit: Emit<In>;

  constructor(decoder: Decoder<In>, subscriber: Subscriber<In>) {
    super(subscriber);
    this.#decoder = decoder;
    this.#emit = (message) => subscriber.next(message);
  }

  protected override _next(chunk: Buffer): void {
    try {
      this.#decoder.decode(chunk, this.#emit);
    } catch (error) {
      this.error(error);
    }
  }

  protected override _complete(): void {
    try {
      this.#decoder.end(this.#emit);
    } catch (error) {
      super._error(error);
      return;
    }
    super._complete();
  }
}

class EncodeSubscriber<Out> extends Subscriber<Out> {
  readonly #codec: Pick<Codec<unknown, Out>, 'encode'>;
  readonly #emit: Emit<Bytes>;

  constructor(codec: Pick<Codec<unknown, Out>, 'encode'>, subscriber: Subscriber<Bytes>) {
    super(subscriber);
    this.#codec = codec;
    this.#emit = (bytes) => subscriber.next(bytes);
  }

  protected override _next(message: Out): void {
    try {
      this.#codec.encode(message, this.#emit);
    } catch (error) {
      this.error(error);
    }
  }
}

/** The same where the bytes go straight into a transport. */
class DirectEncodeSubscriber<Out> extends Subscriber<Out> {
  readonly #codec: Pick<Codec<unknown, Out>, 'encode'>;
  readonly #encoder: DirectEncoder<Out>;
  readonly #sink: ByteSink;

  constructor(codec: Pick<Codec<unknown, Out>, 'encode'>, encoder: DirectEncoder<Out>, sink: ByteSink) {
    super(sink);
    this.#codec = codec;
    this.#encoder = encoder;
    this.#sink = sink;
  }

  protected override _next(message: Out): void {
    try {
      const size = this.#encoder.size(message);
      if (size <= ByteSink.DIRECT_LIMIT) this.#sink.nextEncoded(this.#encoder, message, size);
      else this.#codec.encode(message, (bytes) => this.#sink.next(bytes));
    } catch (error) {
      this.error(error);
    }
  }
}
