import type { ReportedError } from '../../../core/jobs/jobEvent.ts';
import { reportError } from '../../../core/jobs/reportError.ts';
import { listJobs, type JobSummary } from '../../../core/jobs/listJobs.ts';
import type { Project } from '../../../core/project/project.ts';
import type { Settings } from '../../../core/settings/settings.ts';
import type { ProjectEntry, ProjectsState } from './projectEntry.ts';
import type { ProjectReaders } from './projectReaders.ts';

export interface ProjectStoreOptions {
  /** The workspace's folders now. */
  readonly workspaceFolders: () => readonly string[];
  readonly settings: (folder?: string) => Promise<Settings>;
  readonly stateFolder: () => string;
  /** As it is now, unsaved changes included. */
  readonly readProject: (folder: string) => Promise<Project>;
  readonly readers: () => Promise<ProjectReaders>;
  readonly onDidChange: (state: ProjectsState) => void;
}

/** The projects of the workspace. Loads never overlap: one that is asked for meanwhile comes after. */
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

  /** The projects, loaded when they are not yet. */
  async entries(): Promise<readonly ProjectEntry[]> {
    if (this.#state.kind !== 'loaded') await this.load();
    return this.#state.kind === 'loaded' ? this.#state.entries : [];
  }

  /** Resolves when what was there at the time of the call has been read. */
  async load(): Promise<void> {
    this.#isStale = true;
    this.#loading ??= this.#loadUntilFresh().finally(() => (this.#loading = undefined));
    await this.#loading;
  }

  /** Something that is shown with the projects has changed, such as which of them is selected. */
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
    // A clone of Kaapana is full of charts. A broken edk.yaml is told at each project.
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
      // One that found another at work did nothing.
      if (job.project === undefined || job.error === 'busy') continue;
      const { latest, watched } = found.get(job.project) ?? noJobs;
      const watches = job.verb === 'dev' && job.state === 'running';
      found.set(job.project, { latest: watches ? latest : (latest ?? job), watched: watched || watches });
    }
    return found;
  }
}

interface ProjectJobs {
  /** The one that is not a watch. */
  readonly latest: JobSummary | undefined;
  readonly watched: boolean;
}

const noJobs: ProjectJobs = { latest: undefined, watched: false };
