import { ensureBytes, ensureSame, ensureThrows } from '../ensure.ts';
import { rule, type TransportRule } from '../transport-rule.ts';

/** Bytes that are given back come again, ahead of all others. */
export const UNREAD_RULES: readonly TransportRule[] = [
  rule('bytes given back before anybody reads come first', async (trial) => {
    trial.far.write('world');
    trial.near.unread(Buffer.from('hello '));
    const near = trial.watch(trial.near);
    await trial.until('the bytes', () => near.size === 11);
    ensureBytes(near.bytes, 'hello world', 'the bytes');
  }),

  rule('bytes given back inside data come before what follows, and not inside that event', async (trial) => {
    const seen: string[] = [];
    let depth = 0;
    const near = trial.watch(trial.near, (event) => {
      if (event.type !== 'data') return;
      ensureSame(depth++, 0, 'the depth of data events');
      seen.push(event.data.toString());
      if (seen.length === 1) {
        trial.near.unread(event.data);
        trial.far.write('next');
      }
      depth--;
    });
    trial.far.write('again');
    await trial.until('the bytes', () => near.size === 14);
    ensureSame(seen.slice(0, 2).join(), 'again,again', 'the first two chunks');
    ensureBytes(near.bytes, 'againagainnext', 'the bytes');
  }),

  rule('of bytes given back twice the later ones come first', async (trial) => {
    trial.near.unread(Buffer.from('second '));
    trial.near.unread(Buffer.from('first '));
    trial.near.unread(Buffer.alloc(0));
    trial.far.write('third');
    const near = trial.watch(trial.near);
    await trial.until('the bytes', () => near.size === 18);
    ensureBytes(near.bytes, 'first second third', 'the bytes');
  }),

  rule('bytes given back come before an EOF that waits', async (trial) => {
    const near = trial.watch(trial.near);
    trial.near.pauseReading();
    trial.far.write('sent ');
    trial.far.close();
    await trial.quiet();
    trial.near.unread(Buffer.from('back '));
    trial.near.resumeReading();
    await trial.until('completion', () => near.completed);
    ensureBytes(near.bytes, 'back sent ', 'the bytes');
    ensureSame(near.story, 'connection data eof lost', 'what came');
  }),

  rule('bytes given back wait while reading is paused', async (trial) => {
    const near = trial.watch(trial.near);
    trial.near.pauseReading();
    trial.near.unread(Buffer.from('back'));
    ensureSame(await trial.hop(() => near.size), 0, 'how much came while reading was paused');
    trial.near.resumeReading();
    await trial.until('the bytes', () => near.size === 4);
  }),

  rule('what is not bytes cannot be given back', ({ near }) => {
    for (const wrong of ['string', 5, null, [1]] as unknown as Uint8Array[]) {
      ensureThrows(() => near.unread(wrong), TypeError, `unread(${String(wrong)})`);
    }
  }),
];
