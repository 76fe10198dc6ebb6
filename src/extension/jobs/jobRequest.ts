import type { ReportedError } from '../../core/jobs/jobEvent.ts';

/** A job that a person asks for. */
export interface JobRequest {
  /** Verb of `edk`, e.g. `build image`. */
  readonly verb: string;
  /** What follows the verb. */
  readonly arguments?: readonly string[] | undefined;
  /** Absolute folder of the project that it works on. */
  readonly project?: string | undefined;
  /** What is shown while it runs, e.g. `Deploy liver-radiomics`. */
  readonly title: string;
  /** Where it is shown while it runs: in a notification without it; in the status bar what lasts. */
  readonly shownIn?: 'statusBar' | undefined;
  /** Told each warning of a job that goes on after it, with what shows its log. */
  readonly warned?: ((message: string, showLog: () => unknown) => void) | undefined;
  /**
   * What is told when it succeeded; the title without it. `quiet` jobs tell nothing at their end, whatever it is: the
   * command that started them shows their result itself.
   */
  readonly succeeded?: 'quiet' | ((value: unknown) => SuccessNotice) | undefined;
}

export interface SuccessNotice {
  readonly message: string;
  /** Whether it succeeded with something that the person should know. */
  readonly severity?: 'information' | 'warning' | undefined;
  /** The useful next step, as a button. */
  readonly next?: { readonly title: string; readonly run: () => unknown } | undefined;
}

export interface JobResult {
  readonly id: string;
  /** Folder of its journal. */
  readonly folder: string;
  /** `interrupted`: its process is gone without having said how it ended. */
  readonly outcome: 'succeeded' | 'failed' | 'cancelled' | 'interrupted';
  /** What the job made; its shape depends on the verb. */
  readonly value: unknown;
  /** Always there when it failed or was interrupted. */
  readonly error: ReportedError | undefined;
}
