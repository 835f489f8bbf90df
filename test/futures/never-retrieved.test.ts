import { expect, test } from '@jest/globals';
import { runProgram } from '../support/run-program.ts';

// In a process of its own, because only there the collector can be asked to work.
test('an exception nobody has looked at is reported when its future is collected, and no other', async () => {
  const { code, stdout, stderr } = await runProgram('never-retrieved.ts', [], ['--expose-gc']);
  expect({ code, stderr, stdout: stdout.sort() }).toEqual({
    code: 0,
    stderr: '',
    stdout: [
      'Future exception was never retrieved: a callback that did not look',
      'Future exception was never retrieved: an operation',
      'Future exception was never retrieved: nobody looked',
    ],
  });
}, 60_000);
