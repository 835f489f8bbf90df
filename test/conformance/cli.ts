// npm run conformance -- [--only REGEXP] [--repeat N] [--verbose] [FILE...]
// Replays recorded programs and scenarios, all that are here unless files are given.
import { parseArgs } from 'node:util';
import type { Case } from './case.ts';
import { loadCases } from './cases.ts';
import { HANDMADE_CORPUS, RANDOM_CORPUS, TRANSPORT_CORPUS } from './corpus.ts';
import { PeerThread } from './peer/peer-thread.ts';
import { runSuite } from './suite.ts';

const USAGE = 'usage: npm run conformance -- [--only REGEXP] [--repeat N] [--verbose] [FILE...]';

const EXIT_FAILED = 1;
const EXIT_UNUSABLE = 2;

const CORPORA = [HANDMADE_CORPUS, RANDOM_CORPUS, TRANSPORT_CORPUS];

interface Command {
  readonly cases: readonly Case[];
  readonly repeat: number;
  readonly verbose: boolean;
}

const readCommand = (args: string[], thread: PeerThread): Command => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      only: { type: 'string', default: '' },
      repeat: { type: 'string', default: '1' },
      verbose: { type: 'boolean', default: false },
    },
  });
  const repeat = Number(values.repeat);
  if (!Number.isInteger(repeat) || repeat < 1) throw new Error(`--repeat takes a number from 1, not ${values.repeat}`);
  const only = new RegExp(values.only);
  const files = positionals.length > 0 ? positionals : CORPORA;
  const cases = files.flatMap((file) => loadCases(file, thread)).filter(({ name }) => only.test(name));
  if (cases.length === 0) throw new Error(`no program or scenario has a name like /${values.only}/`);
  return { cases, repeat, verbose: values.verbose };
};

const main = async (): Promise<number> => {
  const thread = new PeerThread();
  let command: Command;
  try {
    command = readCommand(process.argv.slice(2), thread);
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return EXIT_UNUSABLE;
  }
  try {
    const failed = await runSuite(command.cases, { ...command, print: (text) => console.log(text) });
    return failed > 0 ? EXIT_FAILED : 0;
  } finally {
    await thread.stop();
  }
};

void main().then((code) => {
  process.exitCode = code;
});
