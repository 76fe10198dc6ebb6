import { isCancellation, EdkError } from '../errors/edkError.ts';
import type { DoctorCheck, Finding, DoctorContext } from './doctorContext.ts';
import { doctorChecks } from './doctorChecks.ts';

export interface DoctorResult extends Finding {
  readonly id: string;
  readonly title: string;
}

export interface RunDoctorOptions {
  readonly checks?: readonly DoctorCheck[];
  /** How long one check may take, in milliseconds. */
  readonly deadlineMs?: number;
  /** Called with each result as it comes. */
  readonly onResult?: (result: DoctorResult) => void;
}

/** Runs all checks in parallel; the results are in the order of the checks. @throws AbortError when cancelled. */
export async function runDoctor(
  context: DoctorContext,
  { checks = doctorChecks, deadlineMs = 15_000, onResult }: RunDoctorOptions = {},
): Promise<readonly DoctorResult[]> {
  return Promise.all(
    checks.map(async (check): Promise<DoctorResult> => {
      const finding = await examine(check, context, deadlineMs);
      const result = { id: check.id, title: check.title, ...finding };
      onResult?.(result);
      return result;
    }),
  );
}

async function examine(check: DoctorCheck, context: DoctorContext, deadlineMs: number): Promise<Finding> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), deadlineMs);
  const signal = AbortSignal.any([context.signal, deadline.signal]);
  try {
    // Also for a check that ignores the signal.
    return await Promise.race([check.run({ ...context, signal }), rejectOnAbort(signal)]);
  } catch (error) {
    context.signal.throwIfAborted();
    if (deadline.signal.aborted) return tooSlow(check, deadlineMs);
    return findingOf(error);
  } finally {
    clearTimeout(timer);
    deadline.abort();
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new DOMException('Aborted', 'AbortError'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

const tooSlow = (check: DoctorCheck, deadlineMs: number): Finding => ({
  status: 'problem',
  what: `${check.title} did not answer within ${deadlineMs / 1000} s.`,
  remedy: 'Check whether it hangs or the network is slow, restart it, then run "edk doctor" again.',
});

function findingOf(error: unknown): Finding {
  if (error instanceof EdkError) return { status: 'problem', what: error.message, remedy: error.remedy };
  const what = error instanceof Error && !isCancellation(error) ? error.message : String(error);
  return { status: 'problem', what, remedy: 'Fix the problems, then run "edk doctor" again.' };
}
