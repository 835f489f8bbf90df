// Every TypeScript block of the README and of docs/ is type-checked, and run unless its fence says why not.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CodeBlock, readBlocks } from './code-block.ts';
import { readPages } from './pages.ts';
import { Workshop } from './workshop.ts';

/** The machines that run this have two cores, and jest is on one of them. */
const CONCURRENCY = 2;
/** All programs start at once and wait for each other; the last one may have to wait for all the others. */
const WAIT_LIMIT = 180_000;

// Pages that are wrong, to see that what is wrong is found.
const PLANTED = [
  {
    name: 'planted/types.md',
    text: ['# A page', '', '```ts no-run: "it is wrong"', 'const n: number = 1;', 'const s: string = n;', '```'].join(
      '\n',
    ),
  },
  {
    name: 'planted/throws.md',
    text: ['# A page', '', '```ts', "import { lines } from 'rxduct';", '', 'lines({ maxLength: 0 });', '```'].join(
      '\n',
    ),
  },
  {
    name: 'planted/output.md',
    text: ['<!-- setup:', 'const n = 1;', '-->', '```ts', 'console.log(n);', '```', '```text output', '2', '```'].join(
      '\n',
    ),
  },
];

const blocks = readPages().flatMap(readBlocks);
const planted = PLANTED.flatMap(readBlocks);

describe('the code on the pages', () => {
  let workshop: Workshop;
  let types: Promise<readonly string[]>;
  const runs = new Map<CodeBlock, Promise<readonly string[]>>();

  beforeAll(() => {
    workshop = new Workshop();
    types = workshop.typeCheck([...blocks, ...planted]);
    const queue = [...planted, ...blocks].filter(({ noRun }) => noRun === null);
    const lanes: Promise<unknown>[] = Array.from({ length: CONCURRENCY }, () => Promise.resolve());
    for (const [index, block] of queue.entries()) {
      const lane = lanes[index % CONCURRENCY] as Promise<unknown>;
      const run = lane.then(() => workshop.run(block));
      lanes[index % CONCURRENCY] = run;
      runs.set(block, run);
    }
  });

  afterAll(async () => {
    await Promise.all([types, ...runs.values()]);
    workshop.dispose();
  }, WAIT_LIMIT);

  test(
    'type-checks, and a planted error is found',
    async () => {
      // What is wrong in the sources is told by the type-check of the repository; here it would hide what is wrong on a page.
      const errors = (await types).filter((line) => /^(\S+\.md|tsc):/.test(line));
      expect(errors).toEqual([
        expect.stringMatching(/^planted\/types\.md:5:7: error TS2322/),
        expect.stringMatching(/^tsc: exit code/),
      ]);
    },
    WAIT_LIMIT,
  );

  test(
    'a planted throw is found where it stands',
    async () => {
      const [problem] = (await runs.get(planted[1] as CodeBlock)) ?? [];
      expect(problem).toMatch(/^planted\/throws\.md:3: exit code 1\n.*RangeError.*planted\/throws\.md:6:/s);
    },
    WAIT_LIMIT,
  );

  test(
    'a planted wrong output is found',
    async () => {
      expect(await runs.get(planted[2] as CodeBlock)).toEqual(['planted/output.md:4: printed\n1\ninstead of\n2\n']);
    },
    WAIT_LIMIT,
  );

  for (const block of blocks) {
    const name = `${block.page}:${block.line}`;
    if (block.noRun === null) test(`${name} runs`, async () => expect(await runs.get(block)).toEqual([]), WAIT_LIMIT);
  }
});

test('a fence that means nothing is an error', () => {
  const page = (fence: string) => ({ name: 'page.md', text: `text\n${fence}\n` });
  for (const fence of ['```ts norun', '```typescript\n```', '```js\n```', '```text output\n```', '```ts']) {
    expect(() => readBlocks(page(fence))).toThrow(/^page\.md:2: /);
  }
});
