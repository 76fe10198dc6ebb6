import type { ImagePlan, PlannedImage } from '../images/plan/imagePlan.ts';
import type { RegistryClient } from '../registry/registryClient.ts';

export interface FoundImage {
  readonly image: PlannedImage;
  /** Under its immutable tag. */
  readonly digest: string | undefined;
  /** Under its version tag. */
  readonly named: string | undefined;
}

export type PresentImage = FoundImage & { readonly digest: string };

/** What the registry has of the images. */
export function findPushed(plan: ImagePlan, registry: RegistryClient, signal: AbortSignal): Promise<FoundImage[]> {
  return Promise.all(
    plan.images.map(async (image) => {
      const { source, tags } = image;
      const [digest, named] = await Promise.all([
        registry.digest(source.name, tags.immutable, signal),
        registry.digest(source.name, tags.version, signal),
      ]);
      return { image, digest, named };
    }),
  );
}

/** Whether the registry has exactly what was planned, and the version tag names it too. */
export function isPushed(found: FoundImage): found is PresentImage {
  return found.digest !== undefined && found.digest === found.named;
}
