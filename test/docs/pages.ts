// The pages of the documentation: the README and everything in docs/.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT: string = join(__dirname, '../..');

/** One Markdown file; `name` is its path from the root, with slashes. */
export interface Page {
  readonly name: string;
  readonly text: string;
}

export function readPages(): readonly Page[] {
  const names = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', ...names.map((name) => `docs/${name}`)].map((name) => ({
    name,
    text: readFileSync(join(ROOT, name), 'utf8'),
  }));
}
