import { formatProgress, flatten, StepTree } from '../../core/jobs/stepTree.ts';
import type { JobEvent } from '../../core/jobs/jobEvent.ts';

/** A job's current activity in one line. */
export class JobProgress {
  readonly #steps = new StepTree();
  readonly #progress = new Map<number, string>();

  add(event: JobEvent): void {
    if (event.type === 'step-started') this.#steps.start(event);
    if (event.type === 'step-progress') this.#progress.set(event.step, formatProgress(event));
    if (event.type === 'step-finished') this.#steps.finish(event);
  }

  /** The latest running step, e.g. `Images / dag-liver / Push: pushing layers · 12 MB of 40 MB`; empty if none. */
  get line(): string {
    const running = this.#steps.runningRoots.flatMap(flatten).filter(({ end }) => end === undefined);
    const newest = running.reduce<number>((latest, { id }) => Math.max(latest, id), -1);
    if (newest < 0) return '';
    const told = this.#progress.get(newest) ?? '';
    return told === '' ? this.#steps.path(newest) : `${this.#steps.path(newest)}: ${told}`;
  }
}
