import type { ReportedError } from '../../core/jobs/jobEvent.ts';

/** A job that the user starts. */
export interface JobRequest {
  /** Verb of `edk`, e.g. `build image`. */
  readonly verb: string;
  /** Arguments after the verb. */
  readonly arguments?: readonly string[] | undefined;
  /** Absolute path of the project. */
  readonly project?: string | undefined;
  /** Shown while the job runs, e.g. `Deploy liver-radiomics`. */
  readonly title: string;
  /** Where progress is shown; a notification by default. Long-lived jobs use the status bar. */
  readonly shownIn?: 'statusBar' | undefined;
  /** Called for each warning of a job that keeps running, with a function that shows its log. */
  readonly warned?: ((message: string, showLog: () => unknown) => void) | undefined;
  /**
   * The notification on success; the title by default. `quiet` jobs show none however they end: the command that
   * started them shows the result itself.
   */
  readonly succeeded?: 'quiet' | ((value: unknown) => SuccessNotice) | undefined;
}

export interface SuccessNotice {
  readonly message: string;
  /** `warning` if it succeeded, but the user should know something. */
  readonly severity?: 'information' | 'warning' | undefined;
  /** The useful next step, as a button. */
  readonly next?: { readonly title: string; readonly run: () => unknown } | undefined;
}

export interface JobResult {
  readonly id: string;
  /** Folder of the journal. */
  readonly folder: string;
  /** `interrupted`: the process disappeared without reporting a result. */
  readonly outcome: 'succeeded' | 'failed' | 'cancelled' | 'interrupted';
  /** The job's result; its shape depends on the verb. */
  readonly value: unknown;
  /** Always set for failed and interrupted jobs. */
  readonly error: ReportedError | undefined;
}
