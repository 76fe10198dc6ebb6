import type { EdkError } from '../errors/edkError.ts';
import type { Project, ProjectImage, WrittenDependency } from '../project/project.ts';
import type { ImageLocation } from '../project/references/imageReference.ts';
import type { SourceRange } from '../project/sourceFile.ts';
import type { RegistryNames } from '../settings/settings.ts';

/** What rules know about their environment without network access. */
export interface CheckSettings {
  /** The version of the platform that the extension is built for. */
  readonly buildVersion: string;
  readonly registry: RegistryNames;
  /** Registry of the platform's own images. */
  readonly platformRegistry: string | undefined;
  readonly namespaces: { readonly admin: string; readonly services: string };
  readonly buildArguments: Readonly<Record<string, string>>;
  /** Keys of `global` that the platform sets itself. */
  readonly platformKeys: ReadonlySet<string>;
  /** Base images that the EDK provides. */
  readonly baseImages: ReadonlySet<string>;
}

/** Everything that rules may look at. What is missing was not requested or is not available. */
export interface CheckFacts {
  readonly project: Project;
  readonly settings: CheckSettings;
  readonly dependencies?: readonly MissingDependency[] | undefined;
  readonly rendered?: RenderedChart | undefined;
  readonly registry?: RegistryFacts | undefined;
  readonly platform?: PlatformFacts | undefined;
  readonly references?: readonly ResolvedReference[] | undefined;
  /** By the path of the Python file. */
  readonly python?: ReadonlyMap<string, PythonVerdict> | undefined;
}

/** What CPython 3.10 or newer says about a file; `unknown` without CPython, or if it cannot tell. */
export type PythonVerdict = 'compiles' | 'unknown' | PythonProblem;

interface PythonProblem {
  /** In CPython's words. */
  readonly message: string;
  /** Counts from 1. */
  readonly line: number;
  /** In code points, counting from 1. */
  readonly column: number;
}

/** A dependency whose chart the build cannot find. */
export interface MissingDependency {
  readonly dependency: WrittenDependency;
  readonly problem: EdkError;
}

/** What Helm makes of the chart, with the values that a platform adds. */
export interface RenderedChart {
  /** Empty when Helm failed. */
  readonly manifests: readonly RenderedResource[];
  /** Why Helm failed. */
  readonly problem?: EdkError | undefined;
}

export interface RenderedResource {
  /** The template it comes from, as Helm names it: `<chart>/templates/job.yaml`. */
  readonly template: string;
  /** Absolute path of the file in the project; undefined for templates of dependencies. */
  readonly file?: string | undefined;
  readonly content: Readonly<Record<string, unknown>>;
}

/** What the local registry holds. */
export interface RegistryFacts {
  /** Names of the images in it. */
  readonly repositories: readonly string[];
}

/** What the platform lists. */
export interface PlatformFacts {
  readonly extensions: readonly PlatformExtension[];
}

interface PlatformExtension {
  /** Name of the chart. */
  readonly name: string;
  readonly title: string;
  readonly installed: boolean;
  /** Addresses of an installed application, e.g. `/code-server`. */
  readonly links: readonly string[];
}

/**
 * Where an image comes from: built by this project, found in the local registry, in the registry of the platform or in
 * another one, found nowhere, or unknown.
 */
export type ImageOrigin = 'project' | 'registry' | 'platform' | 'elsewhere' | 'nowhere' | 'unknown';

/** An image that the extension runs on the platform, with its origin. */
export interface ResolvedReference extends ImageUse {
  readonly origin: ImageOrigin;
  /** Why its origin is unknown. */
  readonly note?: string | undefined;
  /** The error of its registry, if that is the reason. */
  readonly problem?: EdkError | undefined;
}

/** An image that the extension runs on the platform. */
export interface ImageUse {
  /** Whether an operator or a container of the chart runs it. */
  readonly kind: 'operator' | 'container';
  /** What runs it, for people. */
  readonly by: string;
  /** Where it says so. */
  readonly range: SourceRange;
  /** As the platform pulls it; undefined if it is known only at run time. */
  readonly reference: string | undefined;
  /** Undefined if it is known only at run time, and for invalid references. */
  readonly image: ImageLocation | undefined;
  /** The image of this project that it refers to. */
  readonly own: ProjectImage | undefined;
}
