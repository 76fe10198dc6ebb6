import type { EdkError } from '../errors/edkError.ts';
import type { BaseReference, BuildableImage } from './buildableProject.ts';
import type { WrittenLabel } from './dockerfile/readLabels.ts';
import type { IgnoreRules } from './ignoreRules.ts';
import type { YamlPath } from '../yaml/parseYaml.ts';
import type { CheckSettings } from '../checks/checkSettings.ts';
import type { SourceFile } from './sourceFile.ts';

/**
 * A project as rules see it: every file by name, every text that means something with its content. Unlike an
 * `BuildableProject` it is there however broken the project is.
 */
export interface Project {
  /** Absolute. */
  readonly folder: string;
  readonly name: string;
  readonly settings: CheckSettings;
  /** Every file below the folder, by its path; what lies in tool folders (`.git`, `node_modules`, ...) included. */
  readonly files: ReadonlyMap<string, FileFact>;
  /** Paths of all folders below it. */
  readonly folders: ReadonlySet<string>;
  /** False when there are so many files that the search gave up. */
  readonly filesComplete: boolean;
  /** The files whose text was read, by path: Dockerfiles, YAML, templates, Python, JSON, shell. */
  readonly texts: ReadonlyMap<string, SourceFile>;
  /** In the order of their paths; those with BUILD_IGNORE are left out. */
  readonly images: readonly ProjectImage[];
  /** Charts that lie in no other chart, in the order of their paths. */
  readonly charts: readonly ProjectChart[];
  /** Python files that a DAG image's context holds, by path: DAGs, operators and what they import. */
  readonly dagFiles: ReadonlyMap<string, SourceFile>;
  /** The nearest edk.yaml, in the project's folder or above it. */
  readonly edkYaml: SourceFile | undefined;
}

/** A file on disk. */
export interface FileFact {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly kind: 'file' | 'link';
  /** What the first bytes say, where the name does not. */
  readonly content?: 'dicom' | undefined;
}

/** A Dockerfile and what is known of its image. */
export interface ProjectImage {
  readonly file: SourceFile;
  /** Why it cannot be built, from the parser that builds use. */
  readonly problem: EdkError | undefined;
  /** In the order of the file; the last of a name counts. */
  readonly labels: readonly WrittenLabel[];
  /** Label IMAGE, whatever it says. */
  readonly name: string | undefined;
  readonly role: BuildableImage['role'];
  /** Images from outside the file; empty while it has a problem. */
  readonly bases: readonly BaseReference[];
  /** Folder that is sent to Docker, relative to the project with forward slashes; `.` for the project's own. */
  readonly context: string;
  readonly ignoreRules: IgnoreRules;
  /** Its .dockerignore, wherever it was found. */
  readonly ignoreFile: SourceFile | undefined;
}

/** A chart's folder. */
export interface ProjectChart {
  /** Relative to the project; `.` for the project's own. */
  readonly folder: string;
  /** Chart.yaml. */
  readonly chart: SourceFile;
  readonly values: SourceFile | undefined;
  readonly requirements: SourceFile | undefined;
  /** What lies in `templates/`, partials and NOTES.txt included. */
  readonly templates: readonly SourceFile[];
  /** Of requirements.yaml, else of Chart.yaml; those without a name are left out. */
  readonly dependencies: readonly ProjectDependency[];
}

/** A dependency as it is written. */
export interface ProjectDependency {
  readonly name: string;
  readonly version: unknown;
  readonly repository: string | undefined;
  /** Where it stands. */
  readonly file: SourceFile;
  readonly path: YamlPath;
  /** Why a build would not find it. */
  readonly problem: EdkError | undefined;
}

/** Says why a build would not find the chart that another chart, in that folder, depends on. */
export type FindDependency = (
  dependency: Omit<ProjectDependency, 'problem'>,
  chartFolder: string,
) => Promise<EdkError | undefined>;
