import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export interface ProgramEnd {
  code: number | null;
  signal: string | null;
  stdout: string[];
  stderr: string;
}

/** A program that has not ended by then never will. The wall clock measures nothing here; it only turns a hang into a failure. */
const LIMIT = 30_000;

/** Runs a TypeScript program of `test/node/programs` in a process of its own, from the sources. */
export function runProgram(
  name: string,
  args: string[] = [],
  nodeFlags: string[] = [],
  limit: number = LIMIT,
): Promise<ProgramEnd> {
  const program = resolve(__dirname, '../node/programs', name);
  const flags = ['-C', 'rxduct-source', '-r', 'ts-node/register', ...nodeFlags];
  // Away from jest's own settings, which the program has nothing to do with.
  const { NODE_OPTIONS: _options, RXDUCT_DEBUG: _debug, ...env } = process.env;
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [...flags, program, ...args], { env, timeout: limit });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', fail);
    child.once('close', (code, signal) => done({ code, signal, stdout: stdout.split('\n').slice(0, -1), stderr }));
  });
}
