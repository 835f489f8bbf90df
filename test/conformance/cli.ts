// npm run conformance -- [--only REGEXP] [--repeat N] [--verbose] [FILE...]
import { parseArgs } from 'node:util';
import { loadScenarios, TRANSPORT_CORPUS } from './corpus.ts';
import { PeerThread } from './peer/peer-thread.ts';
import type { Scenario } from './scenario.ts';
import { runSuite } from './suite.ts';

const USAGE = 'usage: npm run conformance -- [--only REGEXP] [--repeat N] [--verbose] [FILE...]';

const EXIT_FAILED = 1;
const EXIT_UNUSABLE = 2;

interface Command {
  readonly scenarios: readonly Scenario[];
  readonly repeat: number;
  readonly verbose: boolean;
}

const readCommand = (args: string[]): Command => {
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
  const files = positionals.length > 0 ? positionals : [TRANSPORT_CORPUS];
  const scenarios = files.flatMap(loadScenarios).filter(({ name }) => only.test(name));
  if (scenarios.length === 0) throw new Error(`no scenario has a name like /${values.only}/`);
  return { scenarios, repeat, verbose: values.verbose };
};

const main = async (): Promise<number> => {
  let command: Command;
  try {
    command = readCommand(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return EXIT_UNUSABLE;
  }
  const thread = new PeerThread();
  try {
    const failed = await runSuite(command.scenarios, thread, { ...command, print: (text) => console.log(text) });
    return failed > 0 ? EXIT_FAILED : 0;
  } finally {
    await thread.stop();
  }
};

void main().then((code) => {
  process.exitCode = code;
});
