import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

/** Editors and version control write several files, and one in several steps. In milliseconds. */
const quietMs = 250;

/** Collects what changes until somebody takes it. */
export class ChangedFiles {
  readonly #paths = new Set<string>();
  readonly #events = new EventTarget();

  add(path: string): void {
    this.#paths.add(path);
    this.#events.dispatchEvent(new Event('change'));
  }

  /** Resolves when something has changed since the last take and nothing more for a moment. @throws AbortError */
  async settled(signal: AbortSignal): Promise<void> {
    if (this.#paths.size === 0) await once(this.#events, 'change', { signal });
    for (let count = -1; count !== this.#paths.size;) {
      count = this.#paths.size;
      await setTimeout(quietMs, undefined, { signal });
    }
  }

  take(): string[] {
    const paths = [...this.#paths].sort();
    this.#paths.clear();
    return paths;
  }
}
