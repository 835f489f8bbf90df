/** Encodes into memory that is there already: the write buffer of a transport. */
export interface DirectEncoder<T> {
  /** How many bytes the message takes. @throws LimitError if it is too long to be received. */
  size(message: T): number;
  /** Writes exactly `size` bytes, from `offset` on. Must not fail. */
  encodeInto(message: T, memory: Buffer, offset: number, size: number): void;
}
