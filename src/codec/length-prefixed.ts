import { LimitError, ProtocolError } from '../errors.ts';
import { type Bytes, checkBytes } from '../loop/bytes.ts';
import type { Codec, Decoder, Emit } from './codec.ts';
import type { DirectEncoder } from './direct-encoder.ts';

/** How the length stands before a message. */
export interface LengthPrefixedOptions {
  /** The longest message that is sent or accepted, in bytes, without its prefix. @default 8 MiB */
  maxLength?: number;
  /** The number of bytes of the prefix. @default 4 */
  width?: 1 | 2 | 3 | 4;
  /** Which end of the number comes first. @default 'big', network order */
  byteOrder?: 'big' | 'little';
}

/** A message this long is sent as two pieces, prefix and payload: cheaper than copying it behind its prefix. */
const SEPARATE_FROM = 2048;

/**
 * Messages behind their length, an unsigned integer that does not count itself.
 *
 * A message that lies within one chunk is a view of the chunk; one that spans several is copied once, however many there are.
 *
 * @throws RangeError for a width or a maximum that cannot be.
 */
export function lengthPrefixed(options: LengthPrefixedOptions = {}): Codec<Buffer, Bytes> {
  const { width = 4, byteOrder = 'big' } = options;
  if (![1, 2, 3, 4].includes(width))
    throw new RangeError(`lengthPrefixed: width is ${width}; it must be 1, 2, 3 or 4 bytes`);
  const largest = 2 ** (8 * width) - 1;
  const { maxLength = Math.min(largest, 8 * 1024 * 1024) } = options;
  if (!(maxLength >= 0 && maxLength <= largest)) {
    throw new RangeError(`lengthPrefixed: maxLength is ${maxLength}; ${width} bytes can say 0 to ${largest}`);
  }
  const format = { width, little: byteOrder === 'little', maxLength };
  return {
    decoder: () => new LengthPrefixedDecoder(format),
    encode: (message, emit) => encode(format, message, emit),
    direct: new LengthPrefixedEncoder(format),
  };
}

interface Format {
  width: number;
  little: boolean;
  maxLength: number;
}

function encode(format: Format, message: Bytes, emit: Emit<Bytes>): void {
  const { width } = format;
  const length = byteLength(message);
  checkLength(format, length);
  if (length >= SEPARATE_FROM) {
    const prefix = Buffer.allocUnsafe(width);
    writeLength(format, prefix, 0, length);
    emit(prefix);
    emit(message);
    return;
  }
  const frame = Buffer.allocUnsafe(width + length);
  writeFrame(format, message, frame, 0, length);
  emit(frame);
}

class LengthPrefixedEncoder implements DirectEncoder<Bytes> {
  readonly #format: Format;

  constructor(format: Format) {
    this.#format = format;
  }

  size(message: Bytes): number {
    const length = byteLength(message);
    checkLength(this.#format, length);
    return this.#format.width + length;
  }

  encodeInto(message: Bytes, memory: Buffer, offset: number, size: number): void {
    writeFrame(this.#format, message, memory, offset, size - this.#format.width);
  }
}

function byteLength(message: Bytes): number {
  if (typeof message === 'string') return Buffer.byteLength(message);
  checkBytes(message);
  return message.length;
}

function writeFrame(format: Format, message: Bytes, target: Buffer, offset: number, length: number): void {
  writeLength(format, target, offset, length);
  if (typeof message === 'string') target.write(message, offset + format.width);
  else target.set(message, offset + format.width);
}

function writeLength({ width, little }: Format, target: Buffer, offset: number, length: number): void {
  if (little) target.writeUIntLE(length, offset, width);
  else if (width === 4) target.writeUInt32BE(length, offset);
  else target.writeUIntBE(length, offset, width);
}

function checkLength(format: Format, length: number): void {
  const { maxLength } = format;
  if (length <= maxLength) return;
  throw new LimitError(`a message of ${length} bytes is longer than maxLength, ${maxLength}; raise it on both sides`, {
    owner: 'lengthPrefixed',
    limit: maxLength,
    seen: length,
  });
}

/**
 * Between calls the decoder is in one of three states: nothing begun (`#prefixSize` 0), within a prefix, or within a message
 * (`#message` set). Bytes after a wrong length mean nothing, so there is no way on from a LimitError: its prefix is kept, and every
 * further call fails with it again.
 */
class LengthPrefixedDecoder implements Decoder<Buffer> {
  readonly #format: Format;
  readonly #prefix: Buffer;
  #prefixSize = 0;
  #message: Buffer | null = null;
  #filled = 0;

  constructor(format: Format) {
    this.#format = format;
    this.#prefix = Buffer.alloc(format.width);
  }

  decode(chunk: Buffer, emit: Emit<Buffer>): void {
    const { width, maxLength } = this.#format;
    const end = chunk.length;
    let offset = this.#prefixSize > 0 ? this.#continue(chunk, emit) : 0;
    while (end - offset >= width) {
      const start = offset + width;
      const length = this.#readLength(chunk, offset);
      const next = start + length;
      if (next > end || length > maxLength) break;
      offset = next;
      emit(chunk.subarray(start, next));
    }
    if (offset < end) this.#begin(chunk, offset);
  }

  end(): void {
    if (this.#prefixSize === 0) return;
    const bytes = Buffer.concat([
      this.#prefix.subarray(0, this.#prefixSize),
      (this.#message ?? this.#prefix).subarray(0, this.#filled),
    ]);
    const [seen, wanted] =
      this.#message === null
        ? [this.#prefixSize, `the ${this.#format.width} bytes of its length`]
        : [this.#filled, `${this.#message.length} bytes`];
    throw new ProtocolError(`the bytes end inside of a message: ${seen} of ${wanted} have come`, { bytes });
  }

  /** Goes on with what an earlier chunk began; returns how much of this one belongs to it. */
  #continue(chunk: Buffer, emit: Emit<Buffer>): number {
    const { width } = this.#format;
    let offset = 0;
    while (this.#prefixSize < width && offset < chunk.length) {
      this.#prefix[this.#prefixSize++] = chunk[offset++] as number;
    }
    if (this.#prefixSize < width) return offset;
    this.#message ??= this.#allocate();
    const message = this.#message;
    const taken = chunk.copy(message, this.#filled, offset);
    this.#filled += taken;
    if (this.#filled < message.length) return offset + taken;
    this.#prefixSize = this.#filled = 0;
    this.#message = null;
    emit(message);
    return offset + taken;
  }

  #begin(chunk: Buffer, offset: number): void {
    this.#continue(chunk.subarray(offset), () => {});
  }

  /** The memory of the message whose prefix is complete. What is never touched costs nothing: a peer cannot fill it by announcing. */
  #allocate(): Buffer {
    const length = this.#readLength(this.#prefix, 0);
    checkLength(this.#format, length);
    return Buffer.allocUnsafeSlow(length);
  }

  #readLength(bytes: Buffer, offset: number): number {
    const { width, little } = this.#format;
    if (little) return bytes.readUIntLE(offset, width);
    return width === 4 ? bytes.readUInt32BE(offset) : bytes.readUIntBE(offset, width);
  }
}
