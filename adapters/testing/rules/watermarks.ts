import { ensure, ensureSame, ensureThrows } from '../ensure.ts';
import { rule, type TransportRule } from '../transport-rule.ts';

const HUGE = 1e9;

/** Backpressure outwards: when a writer is told to stop, and to go on. */
export const WATERMARK_RULES: readonly TransportRule[] = [
  rule('the limits are 64 KiB and 16 KiB, and one given makes the other', ({ near }) => {
    const limits = () => {
      const { high, low } = near.getWriteBufferLimits();
      return `${high} ${low}`;
    };
    ensureSame(limits(), '65536 16384', 'high and low');
    near.setWriteBufferLimits({ high: 1000 });
    ensureSame(limits(), '1000 250', 'high and low with high given');
    near.setWriteBufferLimits({ low: 100 });
    ensureSame(limits(), '400 100', 'high and low with low given');
    near.setWriteBufferLimits({ high: 0 });
    ensureSame(limits(), '0 0', 'high and low with high 0');
    near.setWriteBufferLimits({});
    ensureSame(limits(), '65536 16384', 'high and low with neither given');
  }),

  rule('impossible limits are a RangeError and change nothing', ({ near }) => {
    for (const limits of [{ high: 1, low: 2 }, { low: -1 }, { high: -1 }, { high: Number.NaN }]) {
      ensureThrows(
        () => near.setWriteBufferLimits(limits),
        RangeError,
        `setWriteBufferLimits(${Object.entries(limits)})`,
      );
    }
    ensureSame(near.getWriteBufferLimits().high, 65_536, 'high');
  }),

  rule('pause comes inside the write that takes the buffer strictly over high', async (trial) => {
    await trial.fill();
    const near = trial.watch(trial.near);
    const size = trial.near.getWriteBufferSize();
    trial.near.setWriteBufferLimits({ high: size, low: 0 });
    ensureSame(near.count('pause'), 0, 'the number of pauses with the buffer at high');
    trial.near.write('x');
    ensureSame(near.count('pause'), 1, 'the number of pauses with the buffer one byte over high');
    ensureSame(trial.near.getWriteBufferSize(), size + 1, 'the size of the write buffer');
    trial.near.write('x');
    ensureSame(near.count('pause'), 1, 'the number of pauses after one more write');
  }),

  rule('lowering the limits below the buffer pauses at once', async (trial) => {
    await trial.fill();
    const near = trial.watch(trial.near);
    trial.near.setWriteBufferLimits({ high: 1 });
    ensureSame(near.story, 'connection pause', 'what came inside setWriteBufferLimits');
  }),

  rule('resume comes once the buffer is at or below low, and the two alternate', async (trial) => {
    const sizes: number[] = [];
    const low = 40_000;
    const near = trial.watch(trial.near, ({ type }) => {
      if (type === 'resume') sizes.push(trial.near.getWriteBufferSize());
    });
    await trial.fill();
    trial.near.setWriteBufferLimits({ high: 2 * low, low });
    trial.near.write(Buffer.alloc(3 * low));
    const far = trial.watch(trial.far);
    for (let round = 1; round <= 3; round++) {
      await trial.until('resume', () => near.count('resume') === round);
      for (let piece = 0; near.count('pause') === round && piece < 1000; piece++) trial.near.write(Buffer.alloc(low));
    }
    await trial.until('the last resume', () => near.count('resume') === near.count('pause'));
    await trial.quiet();
    const beat = near.events.filter(({ type }) => type === 'pause' || type === 'resume').map(({ type }) => type);
    ensure(beat.length >= 6, 'a reading peer did not let the writer go on and stop again');
    beat.forEach((type, index) => {
      ensureSame(type, index % 2 === 0 ? 'pause' : 'resume', `signal ${index}`);
    });
    for (const size of sizes) ensure(size <= low, `resume came with ${size} bytes in the buffer, and low is ${low}`);
    ensure(far.size > 0, 'the peer got nothing');
  }),

  rule('resume never comes inside a method', async (trial) => {
    const { near: transport } = trial;
    let inside = '';
    const broken: string[] = [];
    const near = trial.watch(transport, ({ type }) => {
      if (type === 'resume' && inside !== '') broken.push(inside);
    });
    const during = (name: string, call: () => void) => {
      inside = name;
      call();
      inside = '';
    };
    await trial.fill();
    for (let round = 1; round <= 3; round++) {
      during('setWriteBufferLimits', () => transport.setWriteBufferLimits({ high: 0 }));
      await trial.until('pause', () => near.count('pause') === round);
      during('setWriteBufferLimits', () => transport.setWriteBufferLimits({ high: HUGE, low: HUGE }));
      during('getWriteBufferSize', () => void transport.getWriteBufferSize());
      during('write', () => transport.write('x'));
      await trial.until('resume', () => near.count('resume') === round);
    }
    during('setWriteBufferLimits', () => transport.setWriteBufferLimits({ high: 0 }));
    trial.watch(trial.far);
    during('close', () => transport.close());
    await trial.until('lost', () => near.completed);
    ensureSame(broken.join(), '', 'the methods that resume came inside of');
  }),

  rule('a resume that is owed comes before lost when close() has flushed', async (trial) => {
    await trial.fill();
    const near = trial.watch(trial.near);
    trial.near.setWriteBufferLimits({ high: 0 });
    trial.near.close();
    trial.watch(trial.far);
    await trial.until('lost', () => near.completed);
    ensureSame(near.story, 'connection pause resume lost', 'what came');
  }),

  rule('abort owes no resume', async (trial) => {
    await trial.fill();
    const near = trial.watch(trial.near);
    trial.near.setWriteBufferLimits({ high: 0 });
    trial.near.abort();
    await trial.until('lost', () => near.completed);
    ensureSame(near.story, 'connection pause lost', 'what came');
  }),

  rule('writable tells the current value first, then follows, and completes with the loss', async (trial) => {
    const early: (boolean | string)[] = [];
    const late: (boolean | string)[] = [];
    const record = (list: (boolean | string)[]) => ({
      next: (value: boolean) => {
        list.push(value);
        trial.poke();
      },
      complete: () => {
        list.push('complete');
        trial.poke();
      },
    });
    trial.near.writable.subscribe(record(early));
    ensureSame(early.join(), 'true', 'writable inside subscribe');
    await trial.fill();
    trial.near.setWriteBufferLimits({ high: 0 });
    trial.near.writable.subscribe(record(late));
    ensureSame(late.join(), 'false', 'writable while paused');
    trial.watch(trial.far);
    await trial.until('writable to be true again', () => early.length === 3);
    trial.near.abort();
    await trial.until('completion', () => early.includes('complete') && late.includes('complete'));
    ensureSame(early.join(), 'true,false,true,complete', 'writable');
    ensureSame(late.join(), 'false,true,complete', 'writable for the later subscriber');
  }),

  rule('the write buffer is empty when everything was taken, and counts what was not', async (trial) => {
    ensureSame(trial.near.getWriteBufferSize(), 0, 'the size at the beginning');
    await trial.fill();
    const size = trial.near.getWriteBufferSize();
    trial.near.write(Buffer.alloc(1000));
    trial.near.write('ü');
    ensureSame(trial.near.getWriteBufferSize(), size + 1002, 'the size after 1,002 bytes more');
    trial.near.setWriteBufferLimits({ high: 0 });
    const near = trial.watch(trial.near);
    trial.watch(trial.far);
    await trial.until('resume', () => near.has('resume'));
    ensureSame(trial.near.getWriteBufferSize(), 0, 'the size after all has left');
  }),
];
