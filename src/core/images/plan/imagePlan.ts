import type { ContextSummary } from '../context/contextSummary.ts';
import type { BaseReference } from '../../project/dockerfile/readBases.ts';
import type { BuildableImage } from '../../project/requireBuildable.ts';
import type { OperatorImageReference } from '../../project/python/findImageArguments.ts';
import type { RegistryNames } from '../../settings/settings.ts';

/** The images to build, each after its bases. */
export interface ImagePlan {
  readonly images: readonly PlannedImage[];
}

export interface PlannedImage {
  readonly source: BuildableImage;
  /** SHA-256 over everything that decides what the image contains, in hexadecimal. */
  readonly hash: string;
  /** The inputs of the hash, to explain why an image is built. */
  readonly inputs: HashInputs;
  readonly contextSummary: ContextSummary;
  readonly tags: ImageTags;
  /** Full references with the name that the builder pushes to. */
  readonly push: ImageTags;
  /** Full references with the name that the cluster pulls from. */
  readonly pull: ImageTags;
  /** Which of the two tags operators and charts use. */
  readonly carried: keyof ImageTags;
  /** Staged contents by path in the context, sent in place of the user's files. */
  readonly overlay: ReadonlyMap<string, string>;
  /** Of the Dockerfile, from the context; it may lie outside. */
  readonly dockerfilePath: string;
  /** The Dockerfile with exact bases, only for the builder: the context contains the user's own, if it is sent. */
  readonly dockerfileText: string;
  readonly buildArguments: Readonly<Record<string, string>>;
  /** Names of the project's images that must be in the registry first. */
  readonly dependsOn: readonly string[];
}

export interface ImageTags {
  /** The build version (`latest` for base images), for people. */
  readonly version: string;
  /** From the hash: never refers to other content. Also valid as a chart version. */
  readonly immutable: string;
}

export interface HashInputs {
  /** SHA-256 of the user's Dockerfile; its bases are in `bases`. */
  readonly dockerfile: string;
  /** By path in the context: kind, permission bits and content; see entryState. */
  readonly files: ReadonlyMap<string, string>;
  readonly buildArguments: Readonly<Record<string, string>>;
  /** What each base is, by its reference in the Dockerfile. */
  readonly bases: ReadonlyMap<string, string>;
  /**
   * What stands behind the staged files, to tell why one changed; all of it is in `files` already. `own`: SHA-256 of
   * the user's text by path. `runs`: the exact image by the name that an operator runs.
   */
  readonly own: ReadonlyMap<string, string>;
  readonly runs: ReadonlyMap<string, string>;
}

/** What registry and Docker Engine know about a base; the use cases connect them to the images. */
interface BaseLookup {
  /** Digest of an image in the local registry; `tag` may be a digest. Undefined when it has none. */
  registryDigest(name: string, tag: string): Promise<string | undefined>;
  /** Names of the images in the local registry, for the error about an unknown base. */
  registryNames(): Promise<readonly string[]>;
  /** Id of an image from elsewhere in the Docker Engine, when it has it. */
  externalIdentity?(base: BaseReference): Promise<string | undefined>;
}

export interface PlanImagesOptions {
  readonly images: readonly BuildableImage[];
  /** Image references of the operators; those to the project's own images are staged with immutable tags. */
  readonly imageReferences: readonly OperatorImageReference[];
  readonly registry: RegistryNames;
  readonly buildVersion: string;
  /** Replaces the version tag of every image. */
  readonly imageVersion?: string | undefined;
  readonly buildArguments: Readonly<Record<string, string>>;
  readonly bases: BaseLookup;
  /** Which tag operators and charts use: the content tag by default, or the version, as Kaapana's own build does. */
  readonly carriedTag?: keyof ImageTags | undefined;
  /** Where digests of unchanged files are cached; if omitted, every file is read. */
  readonly digestFolder?: string | undefined;
}

/** From the hash of an image. The letter keeps it a valid prerelease, where a numeric part must not start with 0. */
export function immutableTag(buildVersion: string, hash: string): string {
  return `${buildVersion}-c${hash.slice(0, 12)}`;
}

export function isImmutableTag(tag: string): boolean {
  return /-c[0-9a-f]{12}$/.test(tag);
}
