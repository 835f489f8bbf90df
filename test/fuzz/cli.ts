// npm run fuzz -- [--seeds FIRST..END] [--mutants] [--jobs N] [--keep-going]
// Random programs from the seeds FIRST to END - 1, each played by asyncio (the CPython inside of `pyodide`) and by rxduct.
// With --mutants: the handmade programs of the corpus, changed at random.
import { parseArgs } from 'node:util';
import { type CampaignOptions, runCampaign } from './campaign.ts';
import { OracleThread } from './oracle-thread.ts';

const USAGE = 'usage: npm run fuzz -- [--seeds FIRST..END] [--mutants] [--jobs N] [--keep-going]';

const EXIT_FAILED = 1;
const EXIT_UNUSABLE = 2;

type Command = Pick<CampaignOptions, 'source' | 'first' | 'end' | 'keepGoing'> & { readonly jobs: number };

const readCommand = (args: string[]): Command => {
  const { values } = parseArgs({
    args,
    options: {
      seeds: { type: 'string', default: '0..1000' },
      mutants: { type: 'boolean', default: false },
      jobs: { type: 'string', default: '1' },
      'keep-going': { type: 'boolean', default: false },
    },
  });
  const [, first, end] = /^(\d+)\.\.(\d+)$/.exec(values.seeds) ?? [];
  if (first === undefined || end === undefined || Number(first) >= Number(end)) {
    throw new Error(`--seeds takes a range such as 100000..101000, not ${values.seeds}`);
  }
  const jobs = Number(values.jobs);
  if (!Number.isInteger(jobs) || jobs < 1) throw new Error(`--jobs takes a number from 1, not ${values.jobs}`);
  const source = values.mutants ? 'mutants' : 'random';
  return { source, first: Number(first), end: Number(end), jobs, keepGoing: values['keep-going'] };
};

const main = async (): Promise<number> => {
  let command: Command;
  try {
    command = readCommand(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return EXIT_UNUSABLE;
  }
  const threads = Array.from({ length: command.jobs }, () => new OracleThread());
  try {
    const print = (text: string): void => console.log(text);
    const progress = (text: string): void => console.error(text);
    return (await runCampaign(threads, { ...command, print, progress })) > 0 ? EXIT_FAILED : 0;
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()));
  }
};

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = EXIT_FAILED;
  },
);
