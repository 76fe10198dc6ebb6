import type { ContextSummary } from '../context/contextSummary.ts';
import type { BaseReference } from '../../project/dockerfile/readBases.ts';
import type { BuildableImage } from '../../project/requireBuildable.ts';
import type { OperatorImageReference } from '../../project/python/findImageArguments.ts';
import type { RegistryNames } from '../../settings/settings.ts';

/** What is to be built, in an order in which everything comes after what it starts from. */
export interface ImagePlan {
  readonly images: readonly PlannedImage[];
}

export interface PlannedImage {
  readonly source: BuildableImage;
  /** SHA-256 over everything that decides what the image contains, in hexadecimal. */
  readonly hash: string;
  /** What went into the hash, to tell why an image is built. */
  readonly inputs: HashInputs;
  readonly contextSummary: ContextSummary;
  readonly tags: ImageTags;
  /** Full references with the name that the builder pushes to. */
  readonly push: ImageTags;
  /** Full references with the name that the cluster pulls from. */
  readonly pull: ImageTags;
  /** Which of the two tags operators and charts name. */
  readonly carried: keyof ImageTags;
  /** Staged contents by path in the context: what is sent in place of the user's files. */
  readonly overlay: ReadonlyMap<string, string>;
  /** Of the Dockerfile, from the context; it may lie outside. */
  readonly dockerfilePath: string;
  /** The Dockerfile with exact bases, for the builder alone: the context has the user's own, where he sends it. */
  readonly dockerfileText: string;
  readonly buildArguments: Readonly<Record<string, string>>;
  /** Names of the images of the project that have to be in the registry before. */
  readonly dependsOn: readonly string[];
}

export interface ImageTags {
  /** The build version (`latest` for base images): what people know. */
  readonly version: string;
  /** From the hash: never names another content. A valid version for a chart, too. */
  readonly immutable: string;
}

export interface HashInputs {
  /** SHA-256 of the user's Dockerfile; what its bases are stands in `bases`. */
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

/** What the world outside the project knows about a base; images and registry meet only in the use cases. */
interface BaseLookup {
  /** Digest of an image in the local registry; `tag` may be a digest. Undefined when it has none. */
  registryDigest(name: string, tag: string): Promise<string | undefined>;
  /** Names of what the local registry has, for the error about an unknown base. */
  registryNames(): Promise<readonly string[]>;
  /** Id of an image from elsewhere in the Docker Engine, when it has it. */
  externalIdentity?(base: BaseReference): Promise<string | undefined>;
}

export interface PlanImagesOptions {
  readonly images: readonly BuildableImage[];
  /** Those of the operators; the ones that mean an image of the project are staged with its immutable tag. */
  readonly imageReferences: readonly OperatorImageReference[];
  readonly registry: RegistryNames;
  readonly buildVersion: string;
  /** Replaces the version tag of every image. */
  readonly imageVersion?: string | undefined;
  readonly buildArguments: Readonly<Record<string, string>>;
  readonly bases: BaseLookup;
  /** Which tag operators and charts name: the one from the content, without it, or the version as the platform's kit. */
  readonly carriedTag?: keyof ImageTags | undefined;
  /** Where digests of unchanged files are remembered; without it every file is read. */
  readonly digestFolder?: string | undefined;
}

/** From the hash of an image. The letter keeps it a valid prerelease: a part of digits only must not start with 0 there. */
export function immutableTag(buildVersion: string, hash: string): string {
  return `${buildVersion}-c${hash.slice(0, 12)}`;
}

export function isImmutableTag(tag: string): boolean {
  return /-c[0-9a-f]{12}$/.test(tag);
}
