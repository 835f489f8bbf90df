import { Subscriber } from 'rxjs';
import type { Bytes } from '../loop/bytes.ts';

/**
 * A subscriber that is done with small bytes when `next` returns: it has sent or copied them.
 *
 * Whoever feeds it may therefore use the same memory for the next value. `encode` does, and so needs no Buffer of its own for
 * each message on its way into a transport.
 */
export abstract class ByteSink extends Subscriber<Bytes> {
  /** The largest value whose memory may be used again; bytes. */
  static readonly REUSABLE = 16 * 1024;
}
