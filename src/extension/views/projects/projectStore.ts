import type { ReportedError } from '../../../core/jobs/jobEvent.ts';
import { type JobSummary, listJobs } from '../../../core/jobs/jobHistory.ts';
import type { Chart } from '../../../core/project/chart.ts';
import type { Project } from '../../../core/project/project.ts';
import { reportError } from '../../../core/jobs/reportError.ts';
import type { Settings } from '../../../core/settings/settings.ts';
import type { ProjectReaders } from '../../readers.ts';

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

export interface ProjectStoreOptions {
  /** The current workspace folders. */
  readonly workspaceFolders: () => readonly string[];
  readonly settings: (folder?: string) => Promise<Settings>;
  readonly stateFolder: () => string;
  /** The current content, including unsaved changes. */
  readonly readProject: (folder: string) => Promise<Project>;
  readonly readers: () => Promise<ProjectReaders>;
  readonly onDidChange: (state: ProjectsState) => void;
}

/** The projects of the workspace. Loads never overlap: a request during a load runs after it. */
export class ProjectStore {
  readonly #sources: ProjectStoreOptions;
  #state: ProjectsState = { kind: 'notLoaded' };
  #loading: Promise<void> | undefined;
  #isStale = false;

  constructor(sources: ProjectStoreOptions) {
    this.#sources = sources;
  }

  get state(): ProjectsState {
    return this.#state;
  }

  /** The projects, loaded on demand. */
  async entries(): Promise<readonly ProjectEntry[]> {
    if (this.#state.kind !== 'loaded') await this.load();
    return this.#state.kind === 'loaded' ? this.#state.entries : [];
  }

  /** Resolves once the state at the time of the call has been read. */
  async load(): Promise<void> {
    this.#isStale = true;
    this.#loading ??= this.#loadUntilFresh().finally(() => (this.#loading = undefined));
    await this.#loading;
  }

  /** Something shown with the projects has changed, such as the selection. */
  tellAgain(): void {
    this.#sources.onDidChange(this.#state);
  }

  async #loadUntilFresh(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      this.#state = await this.#read().catch(
        (error: unknown) => ({ kind: 'failed', error: reportError(error) }) as const,
      );
    }
    this.#sources.onDidChange(this.#state);
  }

  async #read(): Promise<ProjectsState> {
    const folders = this.#sources.workspaceFolders();
    const found = await Promise.all(folders.map((folder) => this.#find(folder)));
    const projects = [...new Set(found.flat())];
    if (projects.length === 0) return { kind: 'loaded', entries: [] };
    const jobs = await this.#jobsByProject();
    const entries = await Promise.all(projects.map((folder) => this.#readOne(folder, jobs.get(folder) ?? noJobs)));
    return { kind: 'loaded', entries };
  }

  async #find(folder: string): Promise<string[]> {
    // A clone of Kaapana is full of charts. A broken edk.yaml is reported at each project.
    const clone = await this.#sources.settings(folder).then(
      (settings) => settings.kaapanaRepository,
      () => undefined,
    );
    const { findProjects } = await this.#sources.readers();
    return findProjects(folder, { exclude: clone === undefined ? [] : [clone] });
  }

  async #readOne(folder: string, { latest: job, watched }: ProjectJobs): Promise<ProjectEntry> {
    const { listDags, onlyChart } = await this.#sources.readers();
    try {
      const { buildVersion } = await this.#sources.settings(folder);
      const project = await this.#sources.readProject(folder);
      const chart = onlyChart(project);
      return { kind: 'read', folder, project, chart, dagFiles: listDags(project), buildVersion, job, watched };
    } catch (error) {
      const reported: ReportedError = reportError(error);
      return { kind: 'broken', folder, error: reported };
    }
  }

  async #jobsByProject(): Promise<ReadonlyMap<string, ProjectJobs>> {
    const found = new Map<string, ProjectJobs>();
    for (const job of await listJobs(this.#sources.stateFolder())) {
      // A job that found another one at work did nothing.
      if (job.project === undefined || job.error === 'busy') continue;
      const { latest, watched } = found.get(job.project) ?? noJobs;
      const watches = job.verb === 'dev' && job.state === 'running';
      found.set(job.project, { latest: watches ? latest : (latest ?? job), watched: watched || watches });
    }
    return found;
  }
}

interface ProjectJobs {
  /** The latest one that is not a watch. */
  readonly latest: JobSummary | undefined;
  readonly watched: boolean;
}

const noJobs: ProjectJobs = { latest: undefined, watched: false };
