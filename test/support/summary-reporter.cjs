/** How long the process may take to end by itself once all tests have run. */
const GRACE_MILLISECONDS = 5000;

/** Prints 'N passed, N failed, N skipped' as the very last line, for CI systems that read it, and sees to it that there is an end. */
module.exports = class SummaryReporter {
  onRunComplete(_contexts, results) {
    const broken = results.testResults.filter((file) => file.testExecError).length;
    const failed = results.numFailedTests + broken;
    const skipped = results.numPendingTests + results.numTodoTests;
    process.once('exit', () =>
      process.stdout.write(`\n${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`),
    );
    // jest waits for ever if a handle was left open. The timer itself keeps nothing alive.
    const giveUp = () => {
      console.error('a handle was left open, and would have kept jest from ending');
      process.exit(1);
    };
    setTimeout(giveUp, GRACE_MILLISECONDS).unref();
  }
};
