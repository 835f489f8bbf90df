import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/** The methods of the two files. */
const METHODS = 106;

const rows = [...readFileSync(join(__dirname, 'CPYTHON.md'), 'utf8').matchAll(/^\| `(.+?)` *\| (.+?) *\|$/gm)].map(
  ([, method, counterparts]) => ({ method, counterparts: counterparts as string }),
);

/** What stands as a name behind `test(`, `describe(` or the `)(` of an `each`. */
const namesIn = (source: string) =>
  [...source.matchAll(/(?:\btest|\bdescribe|\))\(\s*'((?:[^'\\\n]|\\.)*)'/g)].map(([, name]) => name as string);

const files = readdirSync(__dirname)
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => new Set(namesIn(readFileSync(join(__dirname, name), 'utf8'))));

test('every method of CPython stands in the table once', () => {
  const methods = rows.map(({ method }) => method);
  expect(methods.length).toBe(METHODS);
  expect(new Set(methods).size).toBe(METHODS);
});

test('every test that the table names exists', () => {
  const named = rows.filter(({ counterparts }) => !counterparts.startsWith('n/a: '));
  expect(named.length).toBeGreaterThan(0);
  const missing = named
    .flatMap(({ counterparts }) => counterparts.split('<br>'))
    .filter((name) => !files.some((names) => name.split(' › ').every((part) => names.has(part))));
  expect(missing).toEqual([]);
});
