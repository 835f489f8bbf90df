import { expect, test } from '@jest/globals';
import { runProgram } from '../support/run-program.ts';

// These run in processes of their own, on the wall clock: what they show is when a process ends by itself.

test.each([
  ['nothing', []],
  ['timer', ['fired']],
  ['callSoon', ['ran']],
  ['cancelledTimer', []],
  ['cancelledInCallback', []],
  ['cancelledBesideOther', ['fired']],
  ['afterCancelled', ['fired']],
  ['movedForward', ['fired']],
  ['closedLoop', []],
  ['listening', ['closing']],
])(
  'a process lives exactly as long as the loop has work: %s',
  async (work, stdout) => {
    expect(await runProgram('alive.ts', [work])).toEqual({ code: 0, signal: null, stdout, stderr: '' });
  },
  60_000,
);

test('an endless chain of callbacks starves neither sockets nor timers', async () => {
  const { code, stdout, stderr } = await runProgram('alive.ts', ['endlessChain']);
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: ['callLater, setImmediate, setTimeout, socket'],
    stderr: '',
  });
}, 60_000);

test('an RxJS error nobody handles goes to the exception handler of the loop', async () => {
  const { code, stdout } = await runProgram('unhandled.ts', ['handler']);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: ['exception handler: string nobody handles this', 'still here'],
  });
}, 60_000);

test('the default exception handler prints it and lets the process live', async () => {
  const { code, stdout, stderr } = await runProgram('unhandled.ts', ['default']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: ['still here'] });
  expect(stderr).toContain('nobody handles this');
}, 60_000);

test('a handler of unhandled errors that was there before is left alone', async () => {
  const { code, stdout } = await runProgram('unhandled.ts', ['own']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: ['own handler: nobody handles this', 'still here'] });
}, 60_000);

test('importing the library changes nothing about unhandled errors as long as nobody asks for a loop', async () => {
  const { code, stderr } = await runProgram('unhandled.ts', ['noLoop']);
  expect(code).not.toBe(0);
  expect(stderr).toContain('nobody handles this');
}, 60_000);

test('debug mode comes from RXDUCT_DEBUG, and warnings are those of the process', async () => {
  const { code, stdout } = await runProgram('debug-mode.ts');
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: ['[false,false,false,true,true]', 'false', 'RxductWarning'],
  });
}, 60_000);
