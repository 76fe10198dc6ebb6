import { relative } from 'node:path';
import type { ImageOrigin, ResolvedReference } from '../../core/checks/facts.ts';
import { formatTable } from './formatTable.ts';

const words: Readonly<Record<ImageOrigin, string>> = {
  project: 'built by this project',
  registry: 'in the local registry',
  platform: "in the platform's registry",
  elsewhere: 'in another registry',
  nowhere: 'NOT FOUND',
  unknown: 'unknown',
};

/** A table of the images that an extension runs, and where each comes from. */
export function formatReferences(references: readonly ResolvedReference[], folder: string): string {
  const rows = references.map(({ by, range, image, origin, note }) => {
    const place = `${relative(folder, range.file)}:${range.line}`;
    const state = note === undefined ? words[origin] : `${words[origin]}: ${note}`;
    const whose = by === relative(folder, range.file) ? place : `${by} (${place})`;
    return [image?.registry ?? '', image?.repository ?? '', image?.tag ?? '', state, whose];
  });
  return formatTable(['REGISTRY', 'IMAGE', 'TAG', 'SOURCE', 'USED BY'], rows, 'No images are used.');
}

export function referenceForMachines({ by, range, reference, image, own, origin, note }: ResolvedReference): object {
  const builtFrom = own?.file.file;
  return {
    by,
    range,
    reference,
    registry: image?.registry,
    name: image?.repository,
    tag: image?.tag,
    origin,
    note,
    builtFrom,
  };
}
