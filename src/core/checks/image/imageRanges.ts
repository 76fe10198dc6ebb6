import type { SourceRange } from '../../project/sourceRange.ts';
import type { ProjectImage } from '../../project/project.ts';

/** The last FROM: what the image itself starts from. The first line in a file without one. */
export function fromRange({ file }: ProjectImage): SourceRange {
  const from = file.dockerfile.getFROMs().at(-1);
  return from === undefined ? file.rangeFrom() : file.rangeOfLines(from.getRange());
}

/** The label of this name that counts. */
export function labelRange({ file, labels }: ProjectImage, name: string): SourceRange | undefined {
  const label = labels.findLast((one) => one.name === name);
  return label === undefined ? undefined : file.rangeOfLines(label.range);
}
