import type { ImageSource, OperatorImageReference } from '../../project/extensionProject.ts';
import type { RegistryNames } from '../../settings/settings.ts';
import type { BaseLookup } from './imagePlan.ts';

export interface PlanImagesOptions {
  readonly images: readonly ImageSource[];
  /** Those of the operators; the ones that mean an image of the project are staged with its immutable tag. */
  readonly imageReferences: readonly OperatorImageReference[];
  readonly registry: RegistryNames;
  readonly buildVersion: string;
  /** Replaces the version tag of every image. */
  readonly imageVersion?: string | undefined;
  readonly buildArguments: Readonly<Record<string, string>>;
  readonly bases: BaseLookup;
}
