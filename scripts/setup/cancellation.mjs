import { setInterval } from 'node:timers';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/**
 * Turns Ctrl-C and a polite kill into one AbortSignal, so that every step can be left in the ordinary way and
 * whoever started something stops it.
 */
export function watchForCancellation() {
  const controller = new globalThis.AbortController();
  let code;
  const cancelWith = (exitCode) => {
    if (code !== undefined) return;
    code = exitCode;
    process.stdout.write('\nStopping...\n');
    controller.abort();
  };
  const listeners = Object.entries(EXIT_CODES).map(([name, exitCode]) => {
    const listener = () => cancelWith(exitCode);
    process.on(name, listener);
    return [name, listener];
  });
  // npm hands a polite kill to the shell between it and us, which ends without a word to us.
  const parent = process.ppid;
  const isUnderNpm = process.env.npm_lifecycle_event !== undefined;
  if (isUnderNpm) setInterval(() => process.ppid !== parent && cancelWith(EXIT_CODES.SIGTERM), 500).unref();
  return {
    signal: controller.signal,
    cancel: () => cancelWith(EXIT_CODES.SIGTERM),
    /** @returns {number | undefined} undefined when nobody cancelled */
    exitCode: () => code,
    dispose: () => listeners.forEach(([name, listener]) => process.off(name, listener)),
  };
}
