import { contextHazard, type ContextHazard } from './contextHazard.ts';
import type { ContextEntry } from './walkContext.ts';

export interface SizedFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/** What is in a context, in short; all of it is read for a build, and what COPY and ADD take is sent. */
export interface ContextSummary {
  readonly entries: number;
  /** Of all files. */
  readonly bytes: number;
  /** Of the files that COPY and ADD take. */
  readonly copiedBytes: number;
  /** At most ten, the biggest first. */
  readonly biggest: readonly SizedFile[];
  /** Only what COPY and ADD take. In the order of the walk; at most a hundred. */
  readonly hazards: readonly { readonly path: string; readonly hazard: ContextHazard }[];
}

const keptFiles = 10;
const keptHazards = 100;

/** Sums up a context while it is walked. */
export class ContextCounter {
  readonly #isCopied: (path: string) => boolean;
  #entries = 0;
  #bytes = 0;
  #copiedBytes = 0;
  #biggest: SizedFile[] = [];
  readonly #hazards: { path: string; hazard: ContextHazard }[] = [];

  constructor(isCopied: (path: string) => boolean) {
    this.#isCopied = isCopied;
  }

  add(entry: ContextEntry): void {
    this.#entries += 1;
    if (entry.kind !== 'file') return;
    const { path, size } = entry;
    this.#bytes += size;
    if (size > (this.#biggest.at(keptFiles - 1)?.size ?? -1)) {
      this.#biggest = [...this.#biggest, { path, size }].sort((a, b) => b.size - a.size).slice(0, keptFiles);
    }
    if (!this.#isCopied(path)) return;
    this.#copiedBytes += size;
    const hazard = this.#hazards.length < keptHazards ? contextHazard(path) : undefined;
    if (hazard !== undefined) this.#hazards.push({ path, hazard });
  }

  get summary(): ContextSummary {
    return {
      entries: this.#entries,
      bytes: this.#bytes,
      copiedBytes: this.#copiedBytes,
      biggest: this.#biggest,
      hazards: this.#hazards,
    };
  }
}
