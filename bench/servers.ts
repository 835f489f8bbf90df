import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Child, nodeCommand } from './child.ts';
import type { Mode } from './scenarios.ts';

/** One column of the table. */
export interface ServerKind {
  readonly name: string;
  readonly modes: readonly Mode[];
  command(mode: Mode): string[];
}

export const BASELINE = 'net';
export const CEILING = 'net-ceiling';
/** Ours, shown as a fraction of the ceiling too. */
export const OURS: readonly string[] = ['classic', 'reactive'];
export const SERVER_NAMES: readonly string[] = [BASELINE, CEILING, ...OURS, 'asyncio', 'uvloop'];

const file = (name: string): string => join(__dirname, 'servers', name);

/** The servers this machine can run, out of those that were asked for. `net` is always among them: all is relative to it. */
export function availableServers(wanted: readonly string[] | undefined, python: string): ServerKind[] {
  const onNode = (name: string, modes: readonly Mode[] = ['raw', 'framed']): ServerKind => ({
    name,
    modes,
    command: (mode) => nodeCommand(file(`${name}.ts`), [mode]),
  });
  const onPython = (name: string): ServerKind => ({
    name,
    modes: ['raw', 'framed'],
    command: (mode) => [python, file(`${name}_server.py`), mode],
  });
  const all = [onNode(BASELINE), onNode(CEILING, ['framed']), ...OURS.map((name) => onNode(name))];
  for (const name of ['asyncio', 'uvloop']) {
    if (spawnSync(python, ['-c', `import ${name}`]).status === 0) all.push(onPython(name));
    else if (wanted?.includes(name)) throw new Error(`"${python}" cannot import ${name}`);
  }
  return all.filter(({ name }) => name === BASELINE || wanted === undefined || wanted.includes(name));
}

/** A running server: its port, and the CPU time its process has used so far. */
export class RunningServer {
  readonly name: string;
  readonly port: number;
  readonly #child: Child;

  private constructor(child: Child, port: number) {
    this.name = child.name;
    this.port = port;
    this.#child = child;
  }

  static async start(kind: ServerKind, mode: Mode): Promise<RunningServer> {
    const child = new Child(kind.name, kind.command(mode), 0);
    const { port } = await child.ready<{ port: number }>();
    return new RunningServer(child, port);
  }

  /** User and system time in microseconds, all threads. */
  async cpuMicros(): Promise<number> {
    return (await this.#child.ask<{ micros: number }>({ do: 'cpu' })).micros;
  }

  stop(): Promise<void> {
    return this.#child.stop();
  }
}
