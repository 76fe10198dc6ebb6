import type { Finding } from '../../core/checks/finding.ts';

export interface ProjectChecksOptions {
  /** Runs the rules on the current state of a project. */
  readonly check: (folder: string) => Promise<readonly Finding[]>;
  readonly onDidChange: (folder: string) => void;
  readonly onDidFail: (error: unknown) => void;
  /** Delay between the last change and the check, in milliseconds. */
  readonly settleMs: number;
}

/** The latest findings per project. Checks of the same project never overlap. */
export class ProjectChecks {
  readonly #options: ProjectChecksOptions;
  readonly #findings = new Map<string, readonly Finding[]>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #stale = new Set<string>();

  constructor(options: ProjectChecksOptions) {
    this.#options = options;
  }

  /** Undefined for projects that have not been checked yet. */
  of(folder: string): readonly Finding[] | undefined {
    return this.#findings.get(folder);
  }

  get folders(): readonly string[] {
    return [...this.#findings.keys()];
  }

  /** Checks a project once it has not changed for a moment. */
  ask(folder: string): void {
    clearTimeout(this.#timers.get(folder));
    this.#timers.set(
      folder,
      setTimeout(() => void this.now(folder), this.#options.settleMs),
    );
  }

  /** Resolves once the state at the time of the call has been checked. */
  async now(folder: string): Promise<void> {
    clearTimeout(this.#timers.get(folder));
    this.#timers.delete(folder);
    this.#stale.add(folder);
    const running =
      this.#running.get(folder) ?? this.#checkUntilFresh(folder).finally(() => this.#running.delete(folder));
    this.#running.set(folder, running);
    await running;
  }

  /** Replaces the findings, after a check that covered more, such as the rendered chart. */
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
