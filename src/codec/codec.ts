import type { Bytes } from '../loop/bytes.ts';
import type { DirectEncoder } from './direct-encoder.ts';

/** Receives what a codec makes, one piece at a time, in order. */
export type Emit<T> = (piece: T) => void;

/**
 * How messages stand in a stream of bytes: both directions of one framing.
 *
 * A codec has no state; each connection gets a `decoder()` of its own. Use it as an operator (`decode`, `encode`, `framed`) or by
 * hand in a `Protocol`.
 *
 * @typeParam In what the decoder emits.
 * @typeParam Out what can be encoded.
 */
export interface Codec<In, Out = In> {
  decoder(): Decoder<In>;
  /** Emits the bytes of one message, in one piece or in several. @throws LimitError if it is too long to be received. */
  encode(message: Out, emit: Emit<Bytes>): void;
  /** The same without a Buffer for each message, where the receiver has memory for it. Saves about 100 ns; may be absent. */
  readonly direct?: DirectEncoder<Out>;
}

/** Turns chunks, however the network cut them, into messages. Pure and synchronous. */
export interface Decoder<T> {
  /**
   * Takes a chunk in and emits every message that is complete. The chunk may be kept, and messages may be views of it.
   *
   * @throws LimitError, ProtocolError; the decoder can go on with the next message if the framing allows it.
   */
  decode(chunk: Buffer, emit: Emit<T>): void;

  /**
   * The bytes have ended: emits what counts as the last message.
   *
   * @throws ProtocolError carrying the left-over bytes, if they end inside of a message.
   */
  end(emit: Emit<T>): void;
}
