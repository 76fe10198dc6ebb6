import type { ReportedError } from '../../../core/jobs/jobEvent.ts';
import type { JobSummary } from '../../../core/jobs/jobHistory.ts';
import type { Chart } from '../../../core/project/chart.ts';
import type { Project } from '../../../core/project/project.ts';

/** A project of the workspace as last read, or why it could not be read. */
export type ProjectEntry =
  | {
      readonly kind: 'read';
      readonly folder: string;
      readonly project: Project;
      /** Undefined if there are only images. */
      readonly chart: Chart | undefined;
      readonly dagFiles: readonly string[];
      /** The chart's version if it is left to the platform. */
      readonly buildVersion: string;
      /** The project's latest job. */
      readonly job: Pick<JobSummary, 'verb' | 'state' | 'started'> | undefined;
      /** Whether "edk dev" currently deploys it on every save. */
      readonly watched: boolean;
    }
  | { readonly kind: 'broken'; readonly folder: string; readonly error: ReportedError };

export type ProjectsState =
  | { readonly kind: 'notLoaded' }
  | { readonly kind: 'loaded'; readonly entries: readonly ProjectEntry[] }
  /** The workspace itself could not be searched. */
  | { readonly kind: 'failed'; readonly error: ReportedError };
