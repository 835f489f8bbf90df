import { jest } from '@jest/globals';

/** Counts the bytes that are copied from Buffer to Buffer while `work` runs: what a decoder does, without a stopwatch. */
export function copiedBytes(work: () => void): number {
  let copied = 0;
  const { concat, from } = Buffer;
  const { copy } = Buffer.prototype;
  const spies = [
    jest.spyOn(Buffer, 'concat').mockImplementation((list, total) => {
      const result = concat(list, total);
      copied += result.length;
      return result;
    }),
    jest.spyOn(Buffer, 'from').mockImplementation(((...args: Parameters<typeof from>) => {
      const result = from(...args);
      if ((args[0] as unknown) instanceof Uint8Array) copied += result.length;
      return result;
    }) as typeof from),
    jest.spyOn(Buffer.prototype, 'copy').mockImplementation(function (this: Buffer, ...args) {
      const result = copy.apply(this, args);
      copied += result;
      return result;
    }),
  ];
  try {
    work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return copied;
}
