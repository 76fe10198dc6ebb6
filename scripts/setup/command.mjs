import { watchForCancellation } from './cancellation.mjs';
import { rerunInDockerGroup, RerunNeeded, whenRerunnerEnds } from './dockerGroup.mjs';
import { say, sayError } from './say.mjs';

/**
 * Runs one of the repository's commands: one way to cancel it, one place that shows its error, and everything it
 * started is stopped in reverse order however it ends.
 *
 * @param {(context: { signal: AbortSignal, toStop: (() => Promise<void>)[] }) => Promise<number>} job returns the exit
 * code
 */
export async function runCommand(job) {
  const cancellation = watchForCancellation();
  whenRerunnerEnds(cancellation.cancel);
  const context = { signal: cancellation.signal, toStop: [] };
  let code = 1;
  try {
    code = await job(context);
  } catch (error) {
    if (error instanceof RerunNeeded) code = await rerunInDockerGroup(cancellation.signal);
    else if (!cancellation.signal.aborted) sayError(error);
  }
  for (const stop of context.toStop.reverse()) {
    try {
      await stop();
    } catch (error) {
      sayError(error);
      code ||= 1;
    }
  }
  if (cancellation.signal.aborted) say('Stopped.');
  process.exitCode = cancellation.exitCode() ?? code;
  cancellation.dispose();
}
