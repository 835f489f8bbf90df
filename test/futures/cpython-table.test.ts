import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const rows = [...readFileSync(join(__dirname, 'CPYTHON.md'), 'utf8').matchAll(/^\| `(.+)` +\| (.+?) +\|$/gm)].map(
  ([, method, counterpart]) => ({ method, counterpart: counterpart as string }),
);

/** What stands as a name behind `test(`, `describe(` or the `)(` of an `each`. */
const namesIn = (source: string) =>
  [...source.matchAll(/(?:\btest|\bdescribe|\))\(\s*'((?:[^'\\\n]|\\.)*)'/g)].map(([, name]) => name as string);

const files = readdirSync(__dirname)
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => new Set(namesIn(readFileSync(join(__dirname, name), 'utf8'))));

test('every test that the table names exists', () => {
  const named = rows.filter(({ counterpart }) => !counterpart.startsWith('n/a: '));
  expect(named.length).toBeGreaterThan(100);
  const missing = named
    .map(({ counterpart }) => counterpart)
    .filter((name) => !files.some((names) => name.split(' › ').every((part) => names.has(part))));
  expect(missing).toEqual([]);
});

test('no method of CPython stands in the table twice', () => {
  expect(new Set(rows.map(({ method }) => method)).size).toBe(rows.length);
});
