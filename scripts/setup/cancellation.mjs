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
  return {
    signal: controller.signal,
    cancel: () => cancelWith(EXIT_CODES.SIGTERM),
    /** @returns {number | undefined} undefined when nobody cancelled */
    exitCode: () => code,
    dispose: () => listeners.forEach(([name, listener]) => process.off(name, listener)),
  };
}
