import { expect, test } from '@jest/globals';
import { runProgram } from '../support/run-program.ts';

// 872 cases, most of which wait for timers of their own: about 10 s on an idle machine, more beside other tests.
const LIMIT = 60_000;

test.each([['Future'], ['Task']])(
  '%s passes the Promises/A+ suite',
  async (kind) => {
    const { code, signal, stderr, stdout } = await runProgram('../../futures/programs/promises-aplus.ts', [kind]);
    if (code !== 0) throw new Error([`exit code ${code}, signal ${signal}`, ...stdout.slice(-100), stderr].join('\n'));
    expect(code).toBe(0);
  },
  LIMIT,
);
