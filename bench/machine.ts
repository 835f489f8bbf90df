import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { canPin } from './child.ts';

/** Where a result was measured. Without it the absolute numbers mean nothing. */
export interface Machine {
  readonly CPU: string;
  readonly memory: string;
  readonly OS: string;
  readonly Node: string;
  readonly Python: string;
  readonly uvloop: string;
  readonly commit: string;
  readonly pinned: string;
}

export function describeMachine(python: string): Machine {
  const processors = cpus();
  return {
    CPU: `${processors[0]?.model.trim() ?? 'unknown'}, ${processors.length} cores`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    OS: `${osName()}, kernel ${release()}`,
    Node: `${process.version}, V8 ${process.versions.v8}`,
    Python: output(python, ['-c', 'import platform; print(platform.python_version())']) ?? 'none',
    uvloop: output(python, ['-c', 'import uvloop; print(uvloop.__version__)']) ?? 'none',
    commit: commit(),
    pinned: canPin ? 'servers on CPU 0, load on CPU 1' : 'no',
  };
}

function commit(): string {
  const hash = output('git', ['rev-parse', '--short', 'HEAD']);
  if (hash === undefined) return 'none';
  return output('git', ['status', '--porcelain', '--untracked-files=no']) ? `${hash}, with changes` : hash;
}

function osName(): string {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? type();
  } catch {
    return type();
  }
}

function output(command: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', cwd: __dirname });
  return status === 0 ? stdout.trim() : undefined;
}
