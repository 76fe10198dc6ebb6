import type { JobStep } from './jobStep.ts';

/** The same step, which listens to another signal, as do all steps below it. */
export function withSignal(step: JobStep, signal: AbortSignal): JobStep {
  return { ...step, signal, run: (title, work) => step.run(title, (inner) => work(withSignal(inner, signal))) };
}
