// How byte strings are made and printed, the same on both sides of the wire.
import { createHash } from 'node:crypto';

const LONGEST_PRINTED = 64;
const FILL_PERIOD = 251;

export const fromHex = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** `length` bytes that count up from `first`, each modulo 251. */
export const fill = (length: number, first: number): Buffer => {
  const bytes = Buffer.allocUnsafe(length);
  for (let index = 0; index < length; index++) bytes[index] = (first + index) % FILL_PERIOD;
  return bytes;
};

export const describeBytes = (bytes: Buffer): string => {
  if (bytes.length <= LONGEST_PRINTED) return bytes.toString('hex');
  const digest = createHash('sha256').update(bytes).digest('hex');
  return `len=${bytes.length} sha256=${digest.slice(0, 16)}`;
};
