import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { formatAddress } from '../../src/loop/address.ts';
import { checkBytes } from '../../src/loop/bytes.ts';

test.each([['text'], [''], [Buffer.from('x')], [new Uint8Array(2)], [runInNewContext('new Uint8Array(2)')]])(
  '%p can be written',
  (value) => {
    expect(() => checkBytes(value)).not.toThrow();
  },
);

test.each([
  [null],
  [undefined],
  [1],
  [[1, 2]],
  [{}],
  [new Uint16Array(2)],
  [new ArrayBuffer(2)],
  [new DataView(new ArrayBuffer(2))],
])('%p cannot be written', (value) => {
  expect(() => checkBytes(value)).toThrow(TypeError);
});

test('an address is shown as it is written', () => {
  expect(formatAddress({ host: '127.0.0.1', port: 80, family: 4 })).toBe('127.0.0.1:80');
  expect(formatAddress({ host: '::1', port: 80, family: 6 })).toBe('[::1]:80');
  expect(formatAddress({ path: '/tmp/s' })).toBe('/tmp/s');
});
