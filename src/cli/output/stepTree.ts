import type { JobEvent, StepOutcome } from '../../core/jobs/jobEvent.ts';

export interface StepNode {
  readonly id: number;
  readonly title: string;
  readonly depth: number;
  readonly parent: number | undefined;
  readonly started: number;
}

export interface FinishedStep extends StepNode {
  readonly outcome: StepOutcome;
  readonly durationMs: number;
  readonly note: string | undefined;
}

/** Keeps track of the steps that run, from the events of a job. */
export class StepTree {
  readonly #running = new Map<number, StepNode>();

  get running(): readonly StepNode[] {
    return [...this.#running.values()];
  }

  find(id: number): StepNode | undefined {
    return this.#running.get(id);
  }

  /** The step's title behind those above it: `Images › base-python-cpu › Build`. */
  path(id: number): string {
    const node = this.#running.get(id);
    if (node === undefined) return 'edk';
    return node.parent === undefined ? node.title : `${this.path(node.parent)} › ${node.title}`;
  }

  start(event: Extract<JobEvent, { type: 'step-started' }>): StepNode {
    const parent = event.parent === undefined ? undefined : this.#running.get(event.parent);
    const node: StepNode = {
      id: event.step,
      title: event.title,
      depth: parent === undefined ? 0 : parent.depth + 1,
      parent: event.parent,
      started: Date.parse(event.time),
    };
    this.#running.set(node.id, node);
    return node;
  }

  finish(event: Extract<JobEvent, { type: 'step-finished' }>): FinishedStep | undefined {
    const node = this.#running.get(event.step);
    if (node === undefined) return undefined;
    this.#running.delete(event.step);
    return { ...node, outcome: event.outcome, durationMs: event.durationMs, note: event.note };
  }
}
