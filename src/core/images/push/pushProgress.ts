import type { JobStep } from '../../jobs/jobStep.ts';
import { formatBytes } from '../../text/formatBytes.ts';

interface PushMessage {
  /** Of the layer. */
  readonly id?: string | undefined;
  readonly status?: string | undefined;
  readonly progressDetail?: { readonly current?: number | undefined; readonly total?: number | undefined } | undefined;
}

interface LayerState {
  readonly done: number;
  readonly total: number;
}

/** Adds up the layers of a push. */
export class PushProgress {
  readonly #step: JobStep;
  readonly #layers = new Map<string, LayerState>();
  #present = 0;
  #pushed = 0;

  constructor(step: JobStep) {
    this.#step = step;
  }

  add({ id, status, progressDetail }: PushMessage): void {
    if (id === undefined || status === undefined) return;
    if (status === 'Layer already exists' || status.startsWith('Mounted from')) this.#present++;
    if (status === 'Pushed') {
      this.#pushed++;
      const layer = this.#layers.get(id);
      if (layer !== undefined) this.#layers.set(id, { done: layer.total, total: layer.total });
    }
    if (status.startsWith('Retrying')) this.#step.log(`${id}: ${status}`);
    const { current, total } = progressDetail ?? {};
    if (current === undefined) return;
    // Docker reports more bytes than the total for small layers, as it counts the tar's padding.
    const known = Math.max(total ?? 0, current);
    this.#layers.set(id, { done: current, total: known });
    const { done, all } = this.#sum();
    this.#step.progress({ done, total: all, unit: 'bytes' });
  }

  finish(): void {
    const { all } = this.#sum();
    this.#step.result(`${this.#pushed} layers pushed (${formatBytes(all)}), ${this.#present} already there`);
  }

  #sum(): { done: number; all: number } {
    let [done, all] = [0, 0];
    for (const layer of this.#layers.values()) {
      done += layer.done;
      all += layer.total;
    }
    return { done, all };
  }
}
