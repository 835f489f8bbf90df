import { parseArgs } from 'node:util';
import { SERVER_NAMES } from './servers.ts';

export interface BenchOptions {
  readonly rounds: number;
  readonly only: RegExp;
  readonly servers: readonly string[] | undefined;
  readonly quick: boolean;
  readonly messagesScale: number;
  readonly python: string;
  readonly seed: number;
  readonly write: boolean;
  readonly strict: boolean;
}

export const USAGE = `npm run bench -- [options]
  --rounds N           measured rounds (10; with --quick 2)
  --only REGEXP        only the rows it matches, e.g. '16x64B' or '/100$'
  --servers a,b        only these columns, and net: ${SERVER_NAMES.join(', ')}
  --quick              two rounds of short cells: a smoke test, no measurement
  --messages-scale X   X times as many messages a cell
  --python PATH        the interpreter of asyncio and uvloop (python3)
  --seed N             of the random payloads
  --no-write           leave bench/results/ alone
  --strict             exit code 1 when a target is missed
  --help`;

/** Throws an Error with a message for the user. */
export function readOptions(args: readonly string[]): BenchOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string' },
      only: { type: 'string', default: '' },
      servers: { type: 'string' },
      quick: { type: 'boolean', default: false },
      'messages-scale': { type: 'string', default: '1' },
      python: { type: 'string', default: 'python3' },
      seed: { type: 'string', default: `${Date.now() % 1_000_000}` },
      'no-write': { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const servers = values.servers?.split(',').map((name) => name.trim());
  const unknown = servers?.filter((name) => !SERVER_NAMES.includes(name)) ?? [];
  if (unknown.length > 0)
    throw new Error(`--servers: no "${unknown.join('", "')}"; there are ${SERVER_NAMES.join(', ')}`);
  return {
    rounds: wholeNumber('rounds', values.rounds ?? (values.quick ? '2' : '10'), 1),
    only: expression(values.only),
    servers,
    quick: values.quick,
    messagesScale: positive('messages-scale', values['messages-scale']),
    python: values.python,
    seed: wholeNumber('seed', values.seed, 0),
    write: !values['no-write'],
    strict: values.strict,
  };
}

export function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) {
    throw new Error(`--${name}: a whole number of at least ${least}, not "${text}"`);
  }
  return value;
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new Error(`--${name}: a number above 0, not "${text}"`);
  return value;
}

function expression(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new Error(`--only: "${text}" is not a regular expression`);
  }
}
