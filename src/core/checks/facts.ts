import type { EdkError } from '../errors/edkError.ts';
import type { Project, ProjectImage, WrittenDependency } from '../project/project.ts';
import type { ImageLocation } from '../project/references/imageReference.ts';
import type { SourceRange } from '../project/sourceRange.ts';
import type { RegistryNames } from '../settings/settings.ts';

/** What rules know of the surroundings without asking anybody. */
export interface CheckSettings {
  /** The platform's version that the extension is made for. */
  readonly buildVersion: string;
  readonly registry: RegistryNames;
  /** Registry of the platform's own images. */
  readonly platformRegistry: string | undefined;
  readonly namespaces: { readonly admin: string; readonly services: string };
  readonly buildArguments: Readonly<Record<string, string>>;
  /** Keys of `global` that the platform sets itself. */
  readonly platformKeys: ReadonlySet<string>;
  /** Base images that the kit brings along. */
  readonly baseImages: ReadonlySet<string>;
}

/** All that rules may look at. What is missing was not asked for, or could not be had. */
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

/** What CPython, from 3.10 on, says of a file; `unknown` where there is none or it cannot judge. */
export type PythonVerdict = 'compiles' | 'unknown' | PythonProblem;

interface PythonProblem {
  /** In CPython's words. */
  readonly message: string;
  /** From 1 on. */
  readonly line: number;
  /** In code points, from 1 on. */
  readonly column: number;
}

/** A dependency whose chart a build would not find. */
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
  /** The person's file behind it, absolute; undefined for what dependencies bring. */
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
 * Where an image comes from: this project builds it; the local registry, that of the platform or another one has it;
 * nobody has it; or that cannot be known.
 */
export type ImageOrigin = 'project' | 'registry' | 'platform' | 'elsewhere' | 'nowhere' | 'unknown';

/** An image that the extension makes the platform run, looked up. */
export interface ResolvedReference extends ImageUse {
  readonly origin: ImageOrigin;
  /** Why its origin is unknown. */
  readonly note?: string | undefined;
  /** What its registry answered, where that is why. */
  readonly problem?: EdkError | undefined;
}

/** An image that the extension makes the platform run. */
export interface ImageUse {
  /** Whether an operator or a container of the chart runs it. */
  readonly kind: 'operator' | 'container';
  /** What runs it, for people. */
  readonly by: string;
  /** Where it says so. */
  readonly range: SourceRange;
  /** As the platform pulls it; undefined when only a run can tell. */
  readonly reference: string | undefined;
  /** Undefined when only a run can tell, and for what is not a valid reference. */
  readonly image: ImageLocation | undefined;
  /** The image of this project that it is. */
  readonly own: ProjectImage | undefined;
}
