import type { SourcePlace } from '../errors/edkError.ts';
import type { DockerfileInstruction } from './dockerfile/dockerfileInstruction.ts';

/** An extension as it lies on disk: read once, never changed. All paths are absolute. */
export interface BuildableProject {
  readonly folder: string;
  readonly name: string;
  readonly images: readonly BuildableImage[];
  /** Undefined in a folder that only has images. */
  readonly chart: Chart | undefined;
  readonly imageReferences: readonly OperatorImageReference[];
  /** What looked wrong while reading although it does not stop a build. */
  readonly problems: readonly ProjectProblem[];
}

export interface ProjectProblem {
  readonly message: string;
  readonly place: SourcePlace;
}

/** A Dockerfile and what is known of its image. */
export interface BuildableImage {
  readonly dockerfile: string;
  readonly dockerfileText: string;
  /** The folder that is sent to the Docker Engine. */
  readonly context: string;
  /** Label IMAGE. */
  readonly name: string;
  /** Where the name stands. */
  readonly place: SourcePlace;
  /** Label VERSION. */
  readonly version: string | undefined;
  /** `base` carries REGISTRY="local-only" and is tagged `latest`; `dag` starts from base-installer. */
  readonly role: 'base' | 'dag' | 'processing';
  /** What FROM and COPY --from name, build arguments in them filled in; stages of the same file left out. */
  readonly bases: readonly BaseReference[];
  readonly instructions: readonly DockerfileInstruction[];
}

export interface BaseReference {
  /** As it stands after the defaults of global ARGs were filled in, e.g. `local-only/base-python-cpu:latest`. */
  readonly reference: string;
  readonly place: SourcePlace;
  /** Where it stands before the defaults were filled in: offsets in characters of the Dockerfile's text. */
  readonly start: number;
  readonly end: number;
}

/** A chart folder. */
export interface Chart {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly apiVersion: 'v1' | 'v2';
  readonly keywords: readonly string[];
  /** annotations["ui-visible-name"], else the name. */
  readonly title: string;
  readonly dependencies: readonly ChartDependency[];
  /** Parsed values.yaml; empty when there is none. */
  readonly values: Readonly<Record<string, unknown>>;
}

export interface ChartDependency {
  readonly name: string;
  readonly version: string;
  readonly repository: string | undefined;
  readonly place: SourcePlace;
}

/** An `image=` argument in a Python file of the project. */
export interface OperatorImageReference {
  readonly file: string;
  /** Where the expression stands: offsets in characters of the file's text. */
  readonly start: number;
  readonly end: number;
  readonly place: SourcePlace;
  /** The expression's parts: text, or a name that the platform fills in (DEFAULT_REGISTRY, KAAPANA_BUILD_VERSION); undefined when it cannot be known before it runs. */
  readonly parts: readonly ReferencePart[] | undefined;
}

export type ReferencePart =
  { readonly text: string } | { readonly variable: 'DEFAULT_REGISTRY' | 'KAAPANA_BUILD_VERSION' };

/** What Python files say of operators. */
export interface Operators {
  readonly imageReferences: readonly OperatorImageReference[];
  /** Files that could not be read as Python, or only in part. */
  readonly problems: readonly ProjectProblem[];
}
