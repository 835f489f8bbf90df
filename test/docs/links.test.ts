// Every link from one page to another, or to a file of the repository, leads somewhere.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT, readPages } from './pages.ts';

/** The anchors GitHub makes of the headings of a page. */
function anchorsOf(path: string): readonly string[] {
  const headings = readFileSync(path, 'utf8').match(/^#+ .+$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function problemOf(page: string, target: string): string | null {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? join(ROOT, page) : join(ROOT, dirname(page), file);
  if (!existsSync(path)) return `${page}: ${target} is not there`;
  return anchor === undefined || anchorsOf(path).includes(anchor) ? null : `${page}: ${target} has no such heading`;
}

test('links lead somewhere', () => {
  const problems = readPages().flatMap(({ name, text }) =>
    [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !target.startsWith('https:'))
      .map((target) => problemOf(name, target)),
  );
  expect(problems.filter((problem) => problem !== null)).toEqual([]);
});

test('a link that leads nowhere is found', () => {
  expect(problemOf('README.md', 'docs/nowhere.md')).not.toBeNull();
  expect(problemOf('docs/classic.md', 'reactive.md#nowhere')).not.toBeNull();
  expect(problemOf('docs/classic.md', 'reactive.md#send')).toBeNull();
});
