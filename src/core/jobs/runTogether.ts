import { isCancellation } from '../errors/cancellation.ts';
import type { JobStep } from './jobStep.ts';
import { withSignal } from './withSignal.ts';

/** Runs two works side by side; when one fails the other is cancelled, and the failure is thrown when both have ended. */
export async function runTogether<A, B>(
  step: JobStep,
  first: (step: JobStep) => Promise<A>,
  second: (step: JobStep) => Promise<B>,
): Promise<[A, B]> {
  const failed = new AbortController();
  const shared = withSignal(step, AbortSignal.any([step.signal, failed.signal]));
  const guard = async <T>(work: (step: JobStep) => Promise<T>): Promise<T> => {
    try {
      return await work(shared);
    } catch (error) {
      failed.abort();
      throw error;
    }
  };
  const [one, two] = await Promise.allSettled([guard(first), guard(second)]);
  if (one.status === 'fulfilled' && two.status === 'fulfilled') return [one.value, two.value];
  const reasons = [one, two].flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  throw reasons.find((reason) => !isCancellation(reason)) ?? reasons[0];
}
