import { isCancellation, EdkError } from '../../../core/errors/edkError.ts';
import { readCatalogue, type CatalogueExtension } from '../../../core/platform/catalogue/readCatalogue.ts';
import type { BrokenEntry, ExtensionList } from '../../../core/platform/schemas/extensionList.ts';
import { isInMotion } from './describeState.ts';
import { applyFacts, type JobFact } from './jobFact.ts';

export type CatalogueState =
  | { readonly kind: 'unloaded' }
  | {
      readonly kind: 'loaded';
      readonly extensions: readonly CatalogueExtension[];
      readonly broken: readonly BrokenEntry[];
    }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface CatalogueStoreParts {
  readonly load: (signal: AbortSignal) => Promise<ExtensionList>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly onChange: () => void;
}

interface LoadedCatalogue {
  readonly extensions: readonly CatalogueExtension[];
  readonly broken: readonly BrokenEntry[];
  readonly at: number;
}

/** How far the platform's list may be behind: 30 s plus the time of its refresh. */
const listLagMs = 45_000;
/** A platform occasionally returns errors while it refreshes its list. */
const toleranceMs = 35_000;

/** The platform's extensions as shown in the view, corrected by what is known from jobs. */
export class CatalogueStore {
  readonly #parts: CatalogueStoreParts;
  #loaded: LoadedCatalogue | undefined;
  #error: unknown;
  #refreshing: { readonly promise: Promise<void>; readonly abort: AbortController } | undefined;
  readonly #facts = new Set<JobFact>();
  readonly #statuses = new Map<string, { readonly status: string | undefined; readonly since: number }>();
  readonly #versions = new Map<string, { readonly versions: readonly string[]; readonly at: number }>();

  constructor(parts: CatalogueStoreParts) {
    this.#parts = parts;
  }

  get state(): CatalogueState {
    if (this.#error !== undefined) return { kind: 'failed', error: this.#error };
    if (this.#loaded === undefined) return { kind: 'unloaded' };
    const { extensions, broken } = this.#loaded;
    return { kind: 'loaded', extensions: applyFacts(extensions, this.#currentFacts()), broken };
  }

  /** Whether a change is expected soon. */
  get inMotion(): boolean {
    const { state } = this;
    if (this.#currentFacts().length > 0) return true;
    return (
      state.kind === 'loaded' && state.extensions.some(({ releases }) => releases.some((one) => isInMotion(one.state)))
    );
  }

  /** Reloads the list; joins a load in progress. */
  async refresh(): Promise<void> {
    if (this.#refreshing === undefined) {
      const abort = new AbortController();
      const promise = this.#load(abort.signal).finally(() => (this.#refreshing = undefined));
      this.#refreshing = { promise, abort };
    }
    await this.#refreshing.promise;
  }

  /** Stops loading, since nothing is visible. */
  cancelRefresh(): void {
    this.#refreshing?.abort.abort();
  }

  /** Drops everything, since it belongs to another platform. */
  forget(): void {
    this.cancelRefresh();
    this.#loaded = undefined;
    this.#error = undefined;
    this.#facts.clear();
    this.#statuses.clear();
    this.#versions.clear();
    this.#parts.onChange();
  }

  /** Applies while a job is running; `replace` sets its result, which applies until the list must have caught up. */
  addFact(fact: JobFact): { replace(next: JobFact | undefined): void } {
    this.#facts.add(fact);
    this.#parts.onChange();
    return {
      replace: (next) => {
        this.#facts.delete(fact);
        if (next === undefined) this.#parts.onChange();
        else this.learn(next);
      },
    };
  }

  /** Adds the result of a job, which applies until the list must have caught up. */
  learn(fact: JobFact): void {
    this.#facts.add({ ...fact, until: this.#parts.now() + listLagMs });
    this.#parts.onChange();
  }

  async #load(signal: AbortSignal): Promise<void> {
    try {
      const { extensions: entries, broken } = await this.#parts.load(signal);
      if (signal.aborted) return;
      const extensions = readCatalogue(entries, (name, status) => this.#watch(name, status));
      this.#loaded = { extensions: this.#withKnownVersions(extensions), broken, at: this.#parts.now() };
      this.#error = undefined;
    } catch (error) {
      if (signal.aborted || isCancellation(error)) return;
      if (this.#mayPass(error)) return;
      this.#error = error;
    }
    this.#parts.onChange();
  }

  #mayPass(error: unknown): boolean {
    const passing = ['platform.failed', 'platform.timeout'];
    if (!(error instanceof EdkError) || !passing.includes(error.code) || this.#error !== undefined) return false;
    return this.#loaded !== undefined && this.#parts.now() - this.#loaded.at < toleranceMs;
  }

  #currentFacts(): JobFact[] {
    const now = this.#parts.now();
    for (const fact of this.#facts) if (fact.until !== undefined && fact.until < now) this.#facts.delete(fact);
    return [...this.#facts];
  }

  #watch(name: string, status: string | undefined): number {
    const now = this.#parts.now();
    const seen = this.#statuses.get(name);
    if (seen?.status === status) return now - (seen?.since ?? now);
    this.#statuses.set(name, { status, since: now });
    return 0;
  }

  /** For up to 30 s after a change, the platform lists only one version of a chart. */
  #withKnownVersions(extensions: readonly CatalogueExtension[]): readonly CatalogueExtension[] {
    const now = this.#parts.now();
    return extensions.map((extension) => {
      const { chart, versions } = extension;
      const known = this.#versions.get(chart);
      if (versions.length === 1 && known !== undefined && known.versions.length > 1 && now - known.at < listLagMs) {
        return { ...extension, versions: [...new Set([...versions, ...known.versions])] };
      }
      this.#versions.set(chart, { versions, at: now });
      return extension;
    });
  }
}
