import { basename } from 'node:path';
import type { EdkError, SourcePlace } from '../errors/edkError.ts';
import type { YamlPath } from '../yaml/parseYaml.ts';
import type { Chart } from './chart.ts';
import type { DockerfileInstruction } from './dockerfile/dockerfileSyntax.ts';
import type { WrittenLabel } from './dockerfile/parseDockerfile.ts';
import type { BaseReference } from './dockerfile/readBases.ts';
import type { IgnoreRules } from './ignoreRules.ts';
import type { SourceFile } from './sourceFile.ts';

/**
 * An extension's folder, read once and never changed: every file by name, every text that a person has written with its
 * content. It is there however broken the project is: each image and chart carries its own problem.
 */
export interface Project {
  /** Absolute. */
  readonly folder: string;
  readonly name: string;
  /** Every file below the folder, by its path; what lies in tool folders (`.git`, `node_modules`, ...) included. */
  readonly files: ReadonlyMap<string, FileFact>;
  /** Paths of all folders below it. */
  readonly folders: ReadonlySet<string>;
  /** False when there are so many files that not all are listed; those that a person has written still are. */
  readonly filesComplete: boolean;
  /** The files whose text was read, by path: Dockerfiles, YAML, templates, Python, JSON, shell. */
  readonly texts: ReadonlyMap<string, SourceFile>;
  /** What belongs to the extension and could not be read, in the order of the paths. */
  readonly unread: readonly UnreadFile[];
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

export interface UnreadFile {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  readonly problem: EdkError;
}

/** A Dockerfile and what is known of its image. */
export interface ProjectImage {
  /** The Dockerfile; empty while it cannot be read. */
  readonly file: SourceFile;
  /** Why it cannot be built. */
  readonly problem: EdkError | undefined;
  /** In the order of the file; the last of a name counts. */
  readonly labels: readonly WrittenLabel[];
  /** Label IMAGE, whatever it says. */
  readonly name: string | undefined;
  /** Where the name stands. */
  readonly place: SourcePlace;
  /** Label VERSION. */
  readonly version: string | undefined;
  /** `base` carries REGISTRY="local-only" and is tagged `latest`; `dag` starts from base-installer. */
  readonly role: 'base' | 'dag' | 'processing';
  /** What FROM and COPY --from name, build arguments in them filled in; stages of the same file left out. */
  readonly bases: readonly BaseReference[];
  readonly instructions: readonly DockerfileInstruction[];
  /** The folder that is sent to the Docker Engine, absolute. */
  readonly context: string;
  /** The same relative to the project, with forward slashes; `.` for the project's own. */
  readonly contextPath: string;
  readonly ignoreRules: IgnoreRules;
  /** Its .dockerignore, wherever it was found. */
  readonly ignoreFile: SourceFile | undefined;
}

/** A chart's folder. */
export interface ProjectChart {
  /** Relative to the project; `.` for the project's own. */
  readonly folder: string;
  /**
   * What it is for: the extension itself; `launched` by an operator of a workflow, never listed; `dependency` of another
   * chart.
   */
  readonly role: 'extension' | 'launched' | 'dependency';
  /** What the chart says; undefined when it cannot be packaged, and then `problem` says why. */
  readonly definition: Chart | undefined;
  readonly problem: EdkError | undefined;
  /** Chart.yaml; empty while it cannot be read. */
  readonly chart: SourceFile;
  readonly values: SourceFile | undefined;
  readonly requirements: SourceFile | undefined;
  /** What lies in `templates/`, partials and NOTES.txt included. */
  readonly templates: readonly SourceFile[];
  /** Of requirements.yaml, else of Chart.yaml; those without a name are left out. */
  readonly dependencies: readonly WrittenDependency[];
}

/** A dependency as it is written, valid or not. */
export interface WrittenDependency {
  readonly name: string;
  readonly version: unknown;
  readonly repository: string | undefined;
  /** Where it stands. */
  readonly file: SourceFile;
  readonly path: YamlPath;
}

/** The DAG files of a project: `dag_*.py` in the contexts of its DAG images, absolute, sorted. */
export function listDags({ dagFiles }: Pick<Project, 'dagFiles'>): string[] {
  const dags = [...dagFiles.values()].filter(({ path }) => /^dag_.*\.py$/u.test(basename(path)));
  return dags.map(({ file }) => file).sort();
}
