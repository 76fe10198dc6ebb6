import type { BuiltImage } from '../../core/images/buildImages.ts';

/** One line per image: the name the cluster pulls it by, and its digest. */
export function describeImages(images: readonly BuiltImage[]): string {
  return images
    .map(({ image, outcome, digest }) => `  ${image.pull.version}  ${digest.slice(0, 19)}  ${outcome}`)
    .join('\n');
}

export function imagesForMachines(images: readonly BuiltImage[]): readonly object[] {
  return images.map(({ image, outcome, digest }) => ({
    name: image.source.name,
    reference: image.pull.version,
    immutableReference: image.pull.immutable,
    digest,
    outcome,
  }));
}
