// CPython itself, inside the npm package `pyodide`: says what asyncio does with a program.
import path from 'node:path';
import { loadPyodide, type PyodideAPI } from 'pyodide';
import type { RawProgram } from './raw-program.ts';

const FOLDERS = ['/oracle', '/fuzz'];
const ROOTS = [path.join(__dirname, '..', 'conformance', 'oracle'), __dirname];

const startPython = async (): Promise<PyodideAPI> => {
  const python = await loadPyodide({ stdout: () => {}, stderr: () => {} });
  FOLDERS.forEach((folder, index) => {
    python.FS.mkdirTree(folder);
    python.FS.mount(python.FS.filesystems.NODEFS, { root: ROOTS[index] }, folder);
  });
  python.runPython(
    `import sys; sys.path[:0] = ['${FOLDERS.join("', '")}']; sys.dont_write_bytecode = True; import session`,
  );
  return python;
};

export class Oracle {
  #python: PyodideAPI | null = null;

  /** Random programs with their traces, one for each seed from `first` on. */
  async recordSeeds(first: number, count: number): Promise<RawProgram[]> {
    const programs = await this.#ask('record_seeds', first, count);
    if (programs !== null) return programs as RawProgram[];
    // One of them was fatal to the interpreter; alone it costs only itself.
    if (count === 1) return [{ name: `random-${first}`, primitives: {}, workers: [], trace: null }];
    const half = Math.floor(count / 2);
    return [...(await this.recordSeeds(first, half)), ...(await this.recordSeeds(first + half, count - half))];
  }

  /** The program with its trace. */
  async record(program: RawProgram): Promise<RawProgram> {
    return { ...program, trace: (await this.#ask('record', JSON.stringify(program))) as string[] | null };
  }

  /** Whether asyncio leaves nothing of the trace to chance. */
  async isDefined(program: RawProgram): Promise<boolean> {
    return (await this.#ask('is_defined', JSON.stringify(program))) === true;
  }

  /** Calls a function of `session.py`; null if it was fatal to the interpreter, which is started afresh then. */
  async #ask(name: string, ...values: readonly (string | number)[]): Promise<unknown> {
    this.#python ??= await startPython();
    try {
      const answer: unknown = this.#python.pyimport('session')[name](...values);
      return typeof answer === 'string' ? JSON.parse(answer) : answer;
    } catch {
      this.#python = null;
      return null;
    }
  }
}
