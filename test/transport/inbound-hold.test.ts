import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InboundHold } from '../../src/transport/inbound-hold.ts';

const drain = (hold: InboundHold): string[] => {
  const chunks: string[] = [];
  for (let chunk = hold.shift(); chunk !== undefined; chunk = hold.shift()) chunks.push(String(chunk));
  return chunks;
};

test('nothing is held at first', () => {
  const hold = new InboundHold();
  expect([hold.pending, hold.hasData(), hold.shift(), hold.takeEof()]).toEqual([false, false, undefined, false]);
});

test('what was read comes out in its order, and what was given back ahead of it, the last first', () => {
  const hold = new InboundHold();
  hold.push(Buffer.from('c'));
  hold.push(Buffer.from('d'));
  hold.unread(Buffer.from('b'));
  hold.unread(Buffer.from('a'));
  expect(drain(hold)).toEqual(['a', 'b', 'c', 'd']);
});

test('giving nothing back is nothing', () => {
  const hold = new InboundHold();
  hold.unread(Buffer.alloc(0));
  expect(hold.pending).toBe(false);
});

test('EOF comes out once, when all bytes have', () => {
  const hold = new InboundHold();
  hold.push(Buffer.from('a'));
  hold.pushEof();
  expect([hold.pending, hold.hasData(), hold.takeEof()]).toEqual([true, true, false]);
  hold.shift();
  expect([hold.pending, hold.hasData()]).toEqual([true, false]);
  expect([hold.takeEof(), hold.takeEof(), hold.pending]).toEqual([true, false, false]);
});

test('bytes given back behind EOF come before it', () => {
  const hold = new InboundHold();
  hold.pushEof();
  hold.unread(Buffer.from('a'));
  expect(hold.takeEof()).toBe(false);
  expect(drain(hold)).toEqual(['a']);
  expect(hold.takeEof()).toBe(true);
});

test('clearing drops bytes and EOF', () => {
  const hold = new InboundHold();
  hold.push(Buffer.from('a'));
  hold.pushEof();
  hold.clear();
  expect([hold.pending, hold.shift(), hold.takeEof()]).toEqual([false, undefined, false]);
});

test('a hold behaves as a list of chunks with an end', () => {
  const text = fc.string({ maxLength: 3 });
  const command = fc.oneof(
    fc.record({ push: text }),
    fc.record({ unread: text }),
    fc.constant({ shift: true }),
    fc.constant({ eof: true }),
    fc.constant({ takeEof: true }),
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 50 }), (commands) => {
      const hold = new InboundHold();
      const model: string[] = [];
      let eof = false;
      for (const each of commands) {
        if ('push' in each) {
          hold.push(Buffer.from(each.push));
          model.push(each.push);
        } else if ('unread' in each) {
          hold.unread(Buffer.from(each.unread));
          if (each.unread !== '') model.unshift(each.unread);
        } else if ('shift' in each) {
          expect(hold.shift()?.toString()).toBe(model.shift());
        } else if ('eof' in each) {
          hold.pushEof();
          eof = true;
        } else {
          expect(hold.takeEof()).toBe(eof && model.length === 0);
          if (model.length === 0) eof = false;
        }
        expect([hold.hasData(), hold.pending]).toEqual([model.length > 0, model.length > 0 || eof]);
      }
    }),
  );
});
