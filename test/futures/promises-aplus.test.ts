import { expect, test } from '@jest/globals';
import { runProgram } from '../support/run-program.ts';

// 872 cases, most of which wait for timers of their own: 13 s on an idle machine, several times that beside other tests. The limit
// only turns a hang into a failure.
const LIMIT = 120_000;

test.each([['Future'], ['Task']])(
  '%s passes the Promises/A+ suite',
  async (kind) => {
    const { code, signal, stderr, stdout } = await runProgram(
      '../../futures/programs/promises-aplus.ts',
      [kind],
      [],
      LIMIT,
    );
    if (code !== 0) throw new Error([`exit code ${code}, signal ${signal}`, ...stdout.slice(-100), stderr].join('\n'));
    expect(code).toBe(0);
  },
  LIMIT + 10_000,
);
