import type { ImagePlan, PlannedImage } from '../plan/imagePlan.ts';
import type { ImageRegistry } from './imageRegistry.ts';

type DigestReader = Pick<ImageRegistry, 'digest'>;

export interface FoundImage {
  readonly image: PlannedImage;
  /** Under its immutable tag. */
  readonly digest: string | undefined;
  /** Under its version tag. */
  readonly named: string | undefined;
}

export type PresentImage = FoundImage & { readonly digest: string };

/** What the registry has of the images. */
export function findAllPushed(
  { images }: ImagePlan,
  registry: DigestReader,
  signal: AbortSignal,
): Promise<FoundImage[]> {
  return Promise.all(images.map((image) => findPushed(image, registry, signal)));
}

/** What the registry has of an image. */
export async function findPushed(
  image: PlannedImage,
  registry: DigestReader,
  signal: AbortSignal,
): Promise<FoundImage> {
  const { source, tags } = image;
  const [digest, named] = await Promise.all([
    registry.digest(source.name, tags.immutable, signal),
    registry.digest(source.name, tags.version, signal),
  ]);
  return { image, digest, named };
}

/** Whether the registry has exactly what was planned, and the version tag names it too. */
export function isPushed(found: FoundImage): found is PresentImage {
  return found.digest !== undefined && found.digest === found.named;
}
