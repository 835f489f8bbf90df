// What the exception handler of the current loop is told during each test of a file.
import { afterEach, beforeEach, expect } from '@jest/globals';
import { type ExceptionContext, getEventLoop } from 'rxduct';

/** To be called once at the top of a file. A test has to take every report out, or it fails. */
export const collectReports = (): { take(): unknown[] } => {
  let reports: ExceptionContext[] = [];
  beforeEach(() => {
    reports = [];
    getEventLoop().setExceptionHandler((_loop, context) => reports.push(context));
  });
  afterEach(() => {
    getEventLoop().setExceptionHandler(null);
    expect(reports).toEqual([]);
  });
  return { take: () => reports.splice(0).map(({ exception }) => exception) };
};
