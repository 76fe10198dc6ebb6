import type { JobEvent, StepOutcome, StepProgress } from './jobEvent.ts';
import { formatBytes } from '../text/formatAmounts.ts';

/** A step of a job with the steps below it; it changes while the job runs. */
export interface StepNode {
  readonly id: number;
  readonly title: string;
  readonly depth: number;
  readonly parent: StepNode | undefined;
  readonly children: StepNode[];
  /** Milliseconds since 1970. */
  readonly started: number;
  end?: StepEnd;
}

interface StepEnd {
  readonly outcome: StepOutcome;
  readonly durationMs: number;
  readonly note: string | undefined;
}

export type FinishedStep = StepNode & { readonly end: StepEnd };

/** The steps of a job, built from its events. */
export class StepTree {
  readonly #nodes = new Map<number, StepNode>();
  readonly #roots: StepNode[] = [];

  /** Outermost steps that are still running, in the order of their start. */
  get runningRoots(): readonly StepNode[] {
    return this.#roots.filter(({ end }) => end === undefined);
  }

  /** The step's title after those above it: `Images / base-python-cpu / Build`. */
  path(id: number): string {
    const titles: string[] = [];
    for (let node = this.#nodes.get(id); node !== undefined; node = node.parent) titles.unshift(node.title);
    return titles.length === 0 ? 'edk' : titles.join(' / ');
  }

  start(event: Extract<JobEvent, { type: 'step-started' }>): StepNode {
    const parent = event.parent === undefined ? undefined : this.#nodes.get(event.parent);
    const node: StepNode = {
      id: event.step,
      title: event.title,
      depth: parent === undefined ? 0 : parent.depth + 1,
      parent,
      children: [],
      started: Date.parse(event.time),
    };
    this.#nodes.set(node.id, node);
    (parent?.children ?? this.#roots).push(node);
    return node;
  }

  finish({ step, outcome, durationMs, note }: Extract<JobEvent, { type: 'step-finished' }>): FinishedStep | undefined {
    const node = this.#nodes.get(step);
    return node === undefined ? undefined : Object.assign(node, { end: { outcome, durationMs, note } });
  }
}

/** The step and all steps below it, parents before children. */
export function flatten(node: StepNode): StepNode[] {
  return [node, ...node.children.flatMap(flatten)];
}

/** `pushing layers · 12.5 MB of 40 MB`. */
export function formatProgress(progress: StepProgress): string {
  const { message, done, total, unit } = progress;
  const amount = (value: number): string => (unit === 'bytes' ? formatBytes(value) : String(value));
  const counted =
    done === undefined ? undefined : total === undefined ? amount(done) : `${amount(done)} of ${amount(total)}`;
  return [message, counted].filter((part) => part !== undefined && part !== '').join(' · ');
}
