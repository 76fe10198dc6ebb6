import { watchForCancellation } from './cancellation.mjs';
import { rerunInDockerGroup, RerunNeeded, whenRerunnerEnds } from './dockerGroup.mjs';
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
