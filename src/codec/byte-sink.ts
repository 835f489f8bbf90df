import { Subscriber } from 'rxjs';
import type { Bytes } from '../loop/bytes.ts';
import type { DirectEncoder } from './direct-encoder.ts';

/**
 * A subscriber that keeps bytes in memory of its own: a transport. A message can be encoded straight into it, without a
 * Buffer of its own on the way.
 */
export abstract class ByteSink extends Subscriber<Bytes> {
  /** The largest message that `nextEncoded` takes; bytes. */
  static readonly DIRECT_LIMIT: number = 16 * 1024;

  /** Takes a message of `size` bytes in encoded form; `size` is what the encoder has said. */
  abstract nextEncoded<T>(encoder: DirectEncoder<T>, message: T, size: number): void;
}
