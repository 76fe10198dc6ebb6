import type { BuildableImage } from '../../project/requireBuildable.ts';
import type { OperatorImageReference } from '../../project/python/findImageArguments.ts';
import type { RegistryNames } from '../../settings/settings.ts';
import type { BaseLookup, ImageTags } from './imagePlan.ts';

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
