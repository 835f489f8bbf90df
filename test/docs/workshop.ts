// Where the blocks of the pages are type-checked and run: a folder of its own inside the repository, so that `rxduct` is found.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeBlock } from './code-block.ts';
import { ROOT } from './pages.ts';

/** What is still running after this many milliseconds hangs. A block needs about one second, the compiler five. */
const LIMIT = 45_000;

const NODE = ['-C', 'rxduct-source', '-r', 'ts-node/register'];

/** How a program ended. */
export interface Ending {
  readonly problem: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Workshop {
  readonly #folder: string;

  constructor() {
    mkdirSync(join(ROOT, 'temp'), { recursive: true });
    this.#folder = mkdtempSync(join(ROOT, 'temp', 'docs-'));
  }

  /** All blocks in one program, as modules. Returns what the compiler says, line by line, its exit code last. */
  async typeCheck(blocks: readonly CodeBlock[]): Promise<readonly string[]> {
    for (const block of blocks) writeFileSync(this.#path(block, 'mts'), block.source);
    const compilerOptions = {
      noUnusedLocals: false,
      declaration: false,
      declarationMap: false,
      isolatedDeclarations: false,
    };
    const config = { extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: ['*.mts'] };
    writeFileSync(join(this.#folder, 'tsconfig.json'), JSON.stringify(config));
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    const { problem, stdout, stderr } = await execute([compiler, '-p', this.#folder]);
    return `${inPages(stdout)}${stderr}tsc: ${problem}`.split('\n');
  }

  /** Runs a block as a program of its own. What it prints on the error stream is a problem, too. */
  async run(block: CodeBlock): Promise<readonly string[]> {
    const { problem, stdout, stderr } = await execute([...NODE, this.write(block)]);
    const where = `${block.page}:${block.line}`;
    const problems: string[] = [];
    if (problem !== null || stderr !== '') problems.push(`${where}: ${problem ?? 'errors'}\n${inPages(stderr)}`);
    if (block.output !== null && stdout !== block.output) {
      problems.push(`${where}: printed\n${stdout}instead of\n${block.output}`);
    }
    return problems;
  }

  /** Writes a block as a program, and returns its path. Its imports stand in the first line, so that all others keep theirs. */
  write(block: CodeBlock): string {
    const imports: string[] = [];
    const rest = block.source.replace(/^import\s[^;]*;/gm, (text) => {
      imports.push(text.replaceAll('\n', ' '));
      return text.replace(/[^\n]/g, '');
    });
    const path = this.#path(block, 'ts');
    // A function, because CommonJS has no `await` at the top.
    writeFileSync(path, `${imports.join(' ')} void (async () => {${rest}\n})();\n`);
    return path;
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #path({ page, line }: CodeBlock, extension: string): string {
    return join(this.#folder, `${page.replaceAll('/', '__')}.${line}.${extension}`);
  }
}

/** The arguments of node for a program that uses rxduct from its sources. */
export function nodeArguments(path: string): string[] {
  return [...NODE, path];
}

/** Names of generated files become those of the pages, with the line in which they are wrong. */
function inPages(text: string): string {
  return text.replace(
    /[^\s(]*?([\w-]+(?:__[\w-]+)*\.md)\.\d+\.m?ts(?:\((\d+),(\d+)\)|:(\d+):(\d+))/g,
    (...groups: string[]) => {
      const [, file, line, column, stackLine, stackColumn] = groups;
      return `${file?.replaceAll('__', '/')}:${line ?? stackLine}:${column ?? stackColumn}`;
    },
  );
}

function execute(args: readonly string[]): Promise<Ending> {
  return new Promise((resolve) => {
    const options = { cwd: ROOT, timeout: LIMIT, killSignal: 'SIGKILL' } as const;
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const problem = error === null ? null : error.killed ? `still runs after ${LIMIT} ms` : `exit code ${error.code}`;
      resolve({ problem, stdout, stderr });
    });
  });
}
