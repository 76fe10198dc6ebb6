import type { JobStep } from '../../jobs/jobStep.ts';
import { formatBytes } from '../../text/formatAmounts.ts';

interface PushMessage {
  /** Of the layer. */
  readonly id?: string | undefined;
  readonly status?: string | undefined;
  readonly progressDetail?: { readonly current?: number | undefined; readonly total?: number | undefined } | undefined;
}

export interface SentLayers {
  readonly layers: { readonly pushed: number; readonly present: number };
  /** As Docker counts them, uncompressed. */
  readonly bytesPushed: number;
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
  readonly #retrying = new Set<string>();

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
    this.#tellRetry(id, status);
    const { current, total } = progressDetail ?? {};
    if (current === undefined) return;
    // For small layers Docker reports more bytes than the total, because it counts the tar's padding.
    const known = Math.max(total ?? 0, current);
    this.#layers.set(id, { done: current, total: known });
    const { done, all } = this.#sum();
    this.#step.progress({ done, total: all, unit: 'bytes' });
  }

  /** Docker reports every second until it tries again; once is enough. */
  #tellRetry(id: string, status: string): void {
    const retrying = status.startsWith('Retrying');
    if (retrying && !this.#retrying.has(id)) {
      this.#step.warn(`The registry rejected the layer ${id}; Docker is trying again.`);
    }
    if (retrying) this.#retrying.add(id);
    else this.#retrying.delete(id);
  }

  finish(): SentLayers {
    const { all } = this.#sum();
    this.#step.result(`${this.#pushed} layers pushed (${formatBytes(all)}), ${this.#present} already there`);
    return { layers: { pushed: this.#pushed, present: this.#present }, bytesPushed: all };
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
