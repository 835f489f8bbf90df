import { describe, expect, test } from '@jest/globals';
import { rig } from '../support/fake-transport.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

const sizes = (writes: readonly Buffer[]): number[] => writes.map(({ length }) => length);
const total = (writes: readonly Buffer[]): number => writes.reduce((sum, { length }) => sum + length, 0);

describe('writes of one dispatch', () => {
  test('leave together when it ends', () => {
    const { transport, handle, watch } = rig();
    let during = -1;
    watch(({ type }) => {
      if (type !== 'data') return;
      for (let i = 0; i < 16; i++) transport.write(`${i},`);
      during = handle.writes.length;
    });
    handle.receive('go');
    expect(during).toBe(0);
    expect(handle.writes.map(String)).toEqual(['0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,']);
  });

  test('of two subscribers leave together', () => {
    const { transport, handle, watch } = rig();
    for (const name of ['a', 'b']) watch(({ type }) => void (type === 'data' && transport.write(name)));
    handle.receive('go');
    expect(handle.writes.map(String)).toEqual(['ab']);
  });

  test('leave at once when they take the buffer over high', () => {
    const { transport, handle, watch } = rig();
    const during: number[] = [];
    watch(({ type }) => {
      if (type !== 'data') return;
      transport.write(Buffer.alloc(64 * KIB));
      during.push(handle.writes.length);
      transport.write('x');
      during.push(handle.writes.length);
    });
    handle.receive('go');
    expect(during).toEqual([0, 2]);
    expect(sizes(handle.writes)).toEqual([64 * KIB, 1]);
  });

  test('of one transport inside the dispatch of another leave when that ends', () => {
    const one = rig();
    one.watch(({ type }) => {
      if (type !== 'data') return;
      one.transport.write('a');
      one.loop.dispatch.enter();
      one.transport.write('b');
      one.loop.dispatch.leave();
      expect(one.handle.writes).toEqual([]);
    });
    one.handle.receive('go');
    expect(one.handle.text).toBe('ab');
  });
});

describe('writes outside of a dispatch', () => {
  test('the first is tried at once, those that follow leave together in the microtask', () => {
    const { transport, handle, loop } = rig();
    transport.write('first');
    expect(handle.writes.map(String)).toEqual(['first']);
    transport.write('second ');
    transport.write('third');
    expect(handle.writes).toHaveLength(1);
    loop.manual.runMicrotasks();
    expect(handle.writes.map(String)).toEqual(['first', 'second third']);
    transport.write('fourth');
    expect(handle.writes).toHaveLength(3);
  });

  test('leave at once when they take the buffer over high', () => {
    const { transport, handle } = rig();
    transport.write('first');
    transport.write(Buffer.alloc(64 * KIB + 1));
    expect(total(handle.writes)).toBe(5 + 64 * KIB + 1);
  });

  test('writeLines leaves in one piece', () => {
    const { transport, handle, loop } = rig();
    transport.writeLines(['one ', 'two ', 'three']);
    loop.settle();
    expect(handle.writes.map(String)).toEqual(['one two three']);
  });

  test('an empty write is none', () => {
    const { transport, handle, loop } = rig();
    transport.write('');
    transport.write(new Uint8Array(0));
    loop.settle();
    expect(handle.writes).toEqual([]);
    transport.close();
    expect(handle.orders).toEqual(['destroy']);
  });
});

describe('slices', () => {
  test('are of at most 64 KiB, and one is in flight', () => {
    const { transport, handle } = rig();
    handle.setRoom(0);
    transport.write(Buffer.alloc(150 * KIB));
    expect(sizes(handle.writes)).toEqual([64 * KIB]);
    handle.drain(0);
    expect(sizes(handle.writes)).toEqual([64 * KIB, 64 * KIB]);
    handle.drain(0);
    handle.drain(0);
    expect(sizes(handle.writes)).toEqual([64 * KIB, 64 * KIB, 22 * KIB]);
    expect(handle.inFlight).toBe(false);
  });

  test('of a turn are at most 1 MiB; others have their turn before the rest', () => {
    const { transport, handle, loop } = rig();
    const seen: number[] = [];
    transport.write(Buffer.alloc(3 * MIB - 1));
    seen.push(total(handle.writes));
    loop.callSoon(() => {
      seen.push(total(handle.writes));
      loop.callSoon(() => seen.push(total(handle.writes)));
    });
    loop.settle();
    expect(seen).toEqual([MIB, 2 * MIB, 3 * MIB - 1]);
  });

  test('what is written while a slice is in flight waits for it', () => {
    const { transport, handle, loop } = rig();
    handle.setRoom(0);
    transport.write('one ');
    transport.write('two ');
    loop.settle();
    transport.write('three');
    loop.settle();
    expect(handle.writes.map(String)).toEqual(['one ']);
    handle.drain();
    expect(handle.writes.map(String)).toEqual(['one ', 'two three']);
  });

  test('a small buffer may be used again although its slice is in flight', () => {
    const { transport, handle } = rig();
    const buffer = Buffer.from('small');
    handle.setRoom(0);
    transport.write('in flight ');
    transport.write(buffer);
    buffer.fill('x');
    handle.drain();
    expect(handle.text).toBe('in flight small');
  });
});

describe('what flushes first', () => {
  const inDispatch = (work: (it: ReturnType<typeof rig>) => void): ReturnType<typeof rig> => {
    const it = rig();
    it.watch(({ type }) => {
      if (type !== 'data') return;
      it.transport.write('abc');
      expect(it.handle.writes).toHaveLength(0);
      work(it);
    });
    it.handle.receive('go');
    return it;
  };

  test('getWriteBufferSize', () => {
    inDispatch(({ transport, handle }) => {
      expect(transport.getWriteBufferSize()).toBe(0);
      expect(handle.text).toBe('abc');
    });
  });

  test('setWriteBufferLimits, so that it does not pause for what can leave', () => {
    const { seen } = inDispatch(({ transport, handle }) => {
      transport.setWriteBufferLimits({ high: 1 });
      expect(handle.text).toBe('abc');
    });
    expect(seen).toEqual(['connection', 'data go']);
  });

  test('close', () => {
    const { handle } = inDispatch(({ transport }) => {
      transport.close();
      expect(handle.text).toBe('abc');
    });
    expect(handle.orders.at(-1)).toBe('linger 30000');
  });

  test('writeEof', () => {
    inDispatch(({ transport, handle }) => {
      transport.writeEof();
      expect(handle.text).toBe('abc');
      expect(handle.orders.at(-1)).toBe('shutdown');
    });
  });

  test('abort', () => {
    inDispatch(({ transport, handle }) => {
      transport.abort();
      expect(handle.text).toBe('abc');
    });
  });

  test('isClosing does not, but knows of an error that the socket has not told yet', () => {
    inDispatch(({ transport, handle }) => {
      expect(transport.isClosing()).toBe(false);
      handle.error = new Error('reset');
      expect(transport.isClosing()).toBe(true);
      expect(handle.writes).toHaveLength(0);
    });
  });
});

describe('the size of the buffer', () => {
  test('counts the slice in flight until all of it was taken', () => {
    const { transport, handle } = rig();
    handle.setRoom(0);
    transport.write(Buffer.alloc(100 * KIB));
    transport.write('ü');
    expect(transport.getWriteBufferSize()).toBe(100 * KIB + 2);
    handle.drain(0);
    expect(transport.getWriteBufferSize()).toBe(36 * KIB + 2);
    handle.drain();
    expect(transport.getWriteBufferSize()).toBe(0);
  });
});
