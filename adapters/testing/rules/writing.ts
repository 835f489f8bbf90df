import { ensureBytes, ensureSame, ensureThrows } from '../ensure.ts';
import { randomBytes } from '../random-bytes.ts';
import { rule, type TransportRule } from '../transport-rule.ts';

/** What is written arrives: all of it, once, in order. */
export const WRITING_RULES: readonly TransportRule[] = [
  rule('bytes arrive as they are, and a string as UTF-8', async (trial) => {
    const far = trial.watch(trial.far);
    trial.near.write('grün ');
    trial.near.write(Buffer.from('Buffer '));
    trial.near.write(new Uint8Array(Buffer.from('--Uint8Array--')).subarray(2, 12));
    trial.near.write('');
    trial.near.write(new Uint8Array(0));
    const expected = Buffer.from('grün Buffer Uint8Array');
    await trial.until('the bytes', () => far.size >= expected.length);
    ensureBytes(far.bytes, expected, 'the bytes');
  }),

  rule('writes of one dispatch arrive whole and in order', async (trial) => {
    const far = trial.watch(trial.far);
    trial.watch(trial.near, ({ type }) => {
      if (type === 'data') for (let i = 0; i < 100; i++) trial.near.write(`${i};`);
    });
    trial.far.write('go');
    const expected = Array.from({ length: 100 }, (_, i) => `${i};`).join('');
    await trial.until('the bytes', () => far.size >= expected.length);
    ensureBytes(far.bytes, expected, 'the bytes');
  }),

  rule('writes large and small, in and out of a dispatch, keep their order', async (trial) => {
    const far = trial.watch(trial.far);
    const pieces = [10, 100_000, 3, 20_000, 1, 16_384, 16_385, 70_000, 5].map((size, i) => randomBytes(i + 1, size));
    trial.watch(trial.near, ({ type }) => {
      if (type === 'data') for (const piece of pieces) trial.near.write(piece);
    });
    for (const piece of pieces) trial.near.write(piece);
    trial.far.write('go');
    const expected = Buffer.concat([...pieces, ...pieces]);
    await trial.until('the bytes', () => far.size >= expected.length);
    ensureBytes(far.bytes, expected, 'the bytes');
  }),

  rule('a buffer of at most 16 KiB may be used again at once', async (trial) => {
    await trial.fill();
    const before = trial.near.getWriteBufferSize();
    const buffer = Buffer.alloc(16 * 1024);
    for (let i = 0; i < 26; i++) {
      trial.near.write(buffer.fill(97 + i));
      trial.near.write(buffer.subarray(0, 1 + i));
    }
    buffer.fill(0);
    const tail = trial.near.getWriteBufferSize() - before;
    const far = trial.watch(trial.far);
    trial.near.close();
    await trial.until('completion', () => far.completed);
    const expected = Array.from({ length: 26 }, (_, i) => Buffer.alloc(16 * 1024 + 1 + i, 97 + i));
    ensureBytes(far.bytes.subarray(-tail), Buffer.concat(expected), 'the bytes');
  }),

  rule('the memory of many small writes is not used again before it has left', async (trial) => {
    const sent: Buffer[] = [];
    for (let i = 0; i < 20_000; i++) sent.push(Buffer.from(`${i} ${'.'.repeat(i % 300)}`));
    for (const piece of sent) trial.near.write(piece);
    await trial.quiet();
    const far = trial.watch(trial.far);
    trial.near.close();
    await trial.until('completion', () => far.completed);
    ensureBytes(far.bytes, Buffer.concat(sent), 'the bytes');
  }),

  rule('writeLines writes each of the pieces of any iterable', async (trial) => {
    const far = trial.watch(trial.far);
    trial.near.writeLines(['one ', Buffer.from('two '), new Uint8Array([51])]);
    trial.near.writeLines(new Set([' four', ' five']));
    trial.near.writeLines([]);
    const expected = 'one two 3 four five';
    await trial.until('the bytes', () => far.size >= expected.length);
    ensureBytes(far.bytes, expected, 'the bytes');
  }),

  rule('what is neither bytes nor a string is a TypeError, and nothing of it is written', async (trial) => {
    const far = trial.watch(trial.far);
    const { near } = trial;
    for (const wrong of [undefined, null, 5, {}, [1, 2], new ArrayBuffer(4), true] as unknown as string[]) {
      ensureThrows(() => near.write(wrong), TypeError, `write(${String(wrong)})`);
      ensureThrows(() => near.writeLines(['no', wrong]), TypeError, `writeLines(['no', ${String(wrong)}])`);
    }
    near.write('yes');
    await trial.until('the bytes', () => far.size >= 3);
    ensureBytes(far.bytes, 'yes', 'the bytes');
  }),

  rule('a wrong argument is a TypeError after close() too', async (trial) => {
    trial.near.close();
    ensureThrows(() => trial.near.write(5 as unknown as string), TypeError, 'write(5)');
    ensureSame(await trial.settled('closed', trial.near.closed), null, 'the result of closed');
  }),
];
