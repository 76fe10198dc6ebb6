import type { Finding } from '../../core/checks/finding.ts';

export interface ProjectChecksOptions {
  /** Asks the rules about one project as it is now. */
  readonly check: (folder: string) => Promise<readonly Finding[]>;
  readonly onDidChange: (folder: string) => void;
  readonly onDidFail: (error: unknown) => void;
  /** How long after the last change a project is looked at, in milliseconds. */
  readonly settleMs: number;
}

/** What the rules said of the projects last. A project is never looked at twice at a time. */
export class ProjectChecks {
  readonly #options: ProjectChecksOptions;
  readonly #findings = new Map<string, readonly Finding[]>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #stale = new Set<string>();

  constructor(options: ProjectChecksOptions) {
    this.#options = options;
  }

  /** Undefined for a project that was not looked at yet. */
  of(folder: string): readonly Finding[] | undefined {
    return this.#findings.get(folder);
  }

  get folders(): readonly string[] {
    return [...this.#findings.keys()];
  }

  /** Looks at a project once nothing has changed for a moment. */
  ask(folder: string): void {
    clearTimeout(this.#timers.get(folder));
    this.#timers.set(
      folder,
      setTimeout(() => void this.now(folder), this.#options.settleMs),
    );
  }

  /** Resolves when what is there at the time of the call was looked at. */
  async now(folder: string): Promise<void> {
    clearTimeout(this.#timers.get(folder));
    this.#timers.delete(folder);
    this.#stale.add(folder);
    const running =
      this.#running.get(folder) ?? this.#checkUntilFresh(folder).finally(() => this.#running.delete(folder));
    this.#running.set(folder, running);
    await running;
  }

  /** What was found elsewhere, such as in the rendered chart. */
  set(folder: string, findings: readonly Finding[]): void {
    this.#findings.set(folder, findings);
    this.#options.onDidChange(folder);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#stale.clear();
  }

  async #checkUntilFresh(folder: string): Promise<void> {
    while (this.#stale.delete(folder)) {
      try {
        this.set(folder, await this.#options.check(folder));
      } catch (error) {
        this.#options.onDidFail(error);
      }
    }
  }
}
