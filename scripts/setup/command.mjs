import { setInterval } from 'node:timers';
import { rerunInDockerGroup, RerunNeeded, whenRerunnerEnds } from './dockerEngine.mjs';
import { say, sayError } from './say.mjs';

/**
 * Runs one of the repository's commands: one way to cancel it, one place that shows its error, and everything it
 * started is stopped in reverse order however it ends.
 *
 * @param {(context: { signal: AbortSignal, toStop: (() => Promise<void>)[] }) => Promise<number>} job returns the exit
 * code; a job that Ctrl-C breaks off throws, and one that Ctrl-C ends in the ordinary way returns
 */
export async function runCommand(job) {
  // A closed terminal must not keep the rest from being stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const cancellation = watchForCancellation();
  whenRerunnerEnds(cancellation.cancel);
  const context = { signal: cancellation.signal, toStop: [] };
  let code;
  try {
    code = await job(context);
  } catch (error) {
    if (error instanceof RerunNeeded) code = await rerunInDockerGroup(cancellation.signal);
    else if (!cancellation.signal.aborted) {
      sayError(error);
      code = 1;
    }
  }
  for (const stop of context.toStop.reverse()) {
    try {
      await stop();
    } catch (error) {
      sayError(error);
      code = code === 0 ? 1 : code;
    }
  }
  if (cancellation.signal.aborted) say('Stopped.');
  process.exitCode = code ?? cancellation.exitCode() ?? 1;
  cancellation.dispose();
}

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/**
 * Turns Ctrl-C and a polite kill into one AbortSignal, so that every step can be left in the ordinary way and
 * whoever started something stops it.
 */
function watchForCancellation() {
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
