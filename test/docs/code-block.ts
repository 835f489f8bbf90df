// The TypeScript of a page.
//
//     <!-- setup:                     lines the reader need not see, for the next block only
//     import { map } from 'rxjs';
//     -->
//     ```ts                           type-checked and run
//     ```ts no-run: "why"             type-checked only
//     ```text output                  what the block before it must print, exactly
import type { Page } from './pages.ts';

export interface CodeBlock {
  readonly page: string;
  /** Where its fence stands; the first line of a page is 1. */
  readonly line: number;
  /** The page with every line blanked that belongs to something else: line numbers are those of the page. */
  readonly source: string;
  /** Why it is not to be run; null if it is. */
  readonly noRun: string | null;
  /** What it must print; null if the page does not say. */
  readonly output: string | null;
}

const FENCE = /^\s*```(.*)$/;
const SETUP = '<!-- setup:';

/** @throws Error, with page and line, for a fence that means nothing. */
export function readBlocks({ name, text }: Page): readonly CodeBlock[] {
  const lines = text.split('\n');
  const blocks: CodeBlock[] = [];
  let setup: readonly number[] = [];
  for (let at = 0; at < lines.length; at++) {
    const opening = lines[at] === SETUP ? SETUP : FENCE.exec(lines[at] as string)?.[1];
    if (opening === undefined) continue;
    const where = `${name}:${at + 1}`;
    const end = lines.findIndex((line, index) => index > at && (opening === SETUP ? line === '-->' : FENCE.test(line)));
    if (end < 0) throw new Error(`${where}: what is opened here is not closed`);
    const inside = lines.slice(at + 1, end).map((_, index) => at + 1 + index);
    if (opening === SETUP) {
      setup = inside;
    } else if (opening === 'text output') {
      const block = blocks.pop();
      if (block === undefined || block.output !== null) throw new Error(`${where}: output of which block?`);
      blocks.push({ ...block, output: inside.map((index) => `${lines[index]}\n`).join('') });
    } else if (/^(ts|js|typescript|javascript)\b/.test(opening)) {
      const wanted = new Set([...setup, ...inside]);
      setup = [];
      blocks.push({
        page: name,
        line: at + 1,
        source: lines.map((line, index) => (wanted.has(index) ? line : '')).join('\n'),
        noRun: readInfo(opening, where),
        output: null,
      });
    }
    at = end;
  }
  return blocks;
}

function readInfo(info: string, where: string): string | null {
  if (info === 'ts') return null;
  const reason = /^ts no-run: "(.+)"$/.exec(info)?.[1];
  if (reason === undefined)
    throw new Error(`${where}: \`\`\`${info} is neither \`\`\`ts nor \`\`\`ts no-run: "reason"`);
  return reason;
}
