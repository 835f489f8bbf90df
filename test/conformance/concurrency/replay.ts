import { getEventLoop, setEventLoop } from 'rxduct';
import { VirtualEventLoop } from 'rxduct/testing';
import { Interpreter } from './interpreter.ts';
import type { Program } from './program.ts';
import { formatValue } from './values.ts';

/** Plays a program to its end; returns its trace, for `compare.ts`. */
export const replay = (program: Program): readonly string[] => {
  const outer = getEventLoop();
  const loop = new VirtualEventLoop();
  const interpreter = new Interpreter(loop);
  // What callbacks throw; a failure that nobody looked at is no part of a trace.
  loop.setExceptionHandler((_loop, { message, exception }) => {
    if (message.startsWith('Exception in callback')) interpreter.log('loop', `exception ${formatValue(exception)}`);
  });
  setEventLoop(loop);
  try {
    interpreter.begin(program);
    loop.runUntilIdle();
    interpreter.end();
  } finally {
    setEventLoop(outer);
    loop.close();
  }
  return interpreter.trace;
};
