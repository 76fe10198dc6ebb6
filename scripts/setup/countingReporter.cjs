/** Mocha's spec report on the terminal; its counts and what failed in the file EDK_TEST_COUNTS for the sum at the end. */
const process = require('node:process');
const { writeFileSync } = require('node:fs');
const { setTimeout } = require('node:timers');
const { Runner, reporters } = require('mocha');

/** So long a run may take to end after its last test. */
const LONGEST_END_MS = 20_000;

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failures = [];
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, { message }) => {
      failures.push(`${test.titlePath().join(' › ')}: ${message}`);
    });
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const file = process.env.EDK_TEST_COUNTS;
      const { passes, failures: failed, pending } = this.stats;
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed, skipped: pending, failures }));
      // What a hook that failed has not stopped would keep the run alive for ever.
      setTimeout(() => {
        process.stderr.write(
          `Something that a test started still runs ${LONGEST_END_MS / 1000} s after the last test.\n`,
        );
        process.exit(1);
      }, LONGEST_END_MS).unref();
    });
  }
};
