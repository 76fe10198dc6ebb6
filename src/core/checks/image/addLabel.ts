import { basename, posix } from 'node:path';
import type { TextEdit } from '../finding.ts';
import type { ProjectImage } from '../../project/project.ts';

/** Adds a label below the last one of the image's last stage, else below its FROM. */
export function addLabel({ file, labels }: ProjectImage, name: string, value: string): TextEdit {
  const from = file.dockerfile.getFROMs().at(-1)?.getRange().end.line ?? 0;
  const label = labels.at(-1)?.range.end.line ?? 0;
  const line = file.line(Math.max(from, label) + 1);
  const end = line.start + line.text.length;
  return { range: file.rangeOf(end, end), text: `\nLABEL ${name}="${value}"` };
}

/** A name for an image without one: its folder's, or the project's for a DAG image, which shares it. */
export function suggestImageName({ contextPath: context, role, file }: ProjectImage): string {
  const folder = posix.basename(context === '.' ? '' : context);
  const own = folder === '' || folder === 'docker' ? basename(posix.dirname(posix.dirname(file.file))) : folder;
  const name = own
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '');
  return role === 'dag' ? `dag-${name || 'workflow'}` : name || 'my-image';
}
