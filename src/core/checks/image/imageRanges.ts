import type { SourceRange } from '../finding.ts';
import type { ImageSources } from '../sources/projectSources.ts';

/** The last FROM: what the image itself starts from. The first line in a file without one. */
export function fromRange({ file }: ImageSources): SourceRange {
  const from = file.dockerfile.getFROMs().at(-1);
  return from === undefined ? file.rangeFrom() : file.rangeOfLines(from.getRange());
}

/** The label of this name that counts. */
export function labelRange({ file, labels }: ImageSources, name: string): SourceRange | undefined {
  const label = labels.findLast((one) => one.name === name);
  return label === undefined ? undefined : file.rangeOfLines(label.range);
}
