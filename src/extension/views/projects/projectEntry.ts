import type { ReportedError } from '../../../core/jobs/jobEvent.ts';
import type { JobSummary } from '../../../core/jobs/listJobs.ts';
import type { Chart } from '../../../core/project/chart.ts';
import type { Project } from '../../../core/project/project.ts';

/** A project of the workspace as it was read last, or why it could not be read. */
export type ProjectEntry =
  | {
      readonly kind: 'read';
      readonly folder: string;
      readonly project: Project;
      /** Undefined where there are only images. */
      readonly chart: Chart | undefined;
      readonly dagFiles: readonly string[];
      /** What the chart's version becomes when it leaves that to the platform. */
      readonly buildVersion: string;
      /** The latest job that works, or worked, on it. */
      readonly job: Pick<JobSummary, 'verb' | 'state' | 'started'> | undefined;
      /** Whether "edk dev" deploys it on every save now. */
      readonly watched: boolean;
    }
  | { readonly kind: 'broken'; readonly folder: string; readonly error: ReportedError };

export type ProjectsState =
  | { readonly kind: 'notLoaded' }
  | { readonly kind: 'loaded'; readonly entries: readonly ProjectEntry[] }
  /** The workspace itself could not be searched. */
  | { readonly kind: 'failed'; readonly error: ReportedError };
