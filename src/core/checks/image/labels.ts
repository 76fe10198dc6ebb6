import { basename, posix } from 'node:path';
import type { ProjectImage } from '../../project/project.ts';
import { imageNameProblem, isParsed } from '../../project/readImage.ts';
import type { TextEdit } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { fromRange, labelRange } from './dockerfile.ts';

/** Adds a label below the last label of the last stage, or else below its FROM. */
function addLabel({ file, labels }: ProjectImage, name: string, value: string): TextEdit {
  const from = file.dockerfile.getFROMs().at(-1)?.getRange().end.line ?? 0;
  const label = labels.at(-1)?.range.end.line ?? 0;
  const line = file.line(Math.max(from, label) + 1);
  const end = line.start + line.text.length;
  return { range: file.rangeOf(end, end), text: `\nLABEL ${name}="${value}"` };
}

/** A name for an image without one: from its folder, or from the project for a DAG image. */
function suggestImageName({ contextPath: context, role, file }: ProjectImage): string {
  const folder = posix.basename(context === '.' ? '' : context);
  const own = folder === '' || folder === 'docker' ? basename(posix.dirname(posix.dirname(file.file))) : folder;
  const name = own
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '');
  return role === 'dag' ? `dag-${name || 'workflow'}` : name || 'my-image';
}

export const labelMissing: Rule = {
  id: 'image/label-missing',
  needs: 'files',
  severity: 'error',
  title: 'A Dockerfile has no IMAGE label',
  why: 'The label is the name under which the image is pushed and found. Without it, nothing can be built.',
  remedy: 'Add LABEL IMAGE="<name>" with the name that operators and charts use.',
  *check({ images }) {
    for (const image of images) {
      if (image.name !== undefined || !isParsed(image)) continue;
      const name = suggestImageName(image);
      yield {
        message: 'This Dockerfile has no IMAGE label, so its image has no name.',
        range: fromRange(image),
        fix: { title: `Add LABEL IMAGE="${name}"`, edits: [addLabel(image, 'IMAGE', name)] },
      };
    }
  },
};

export const labelInvalid: Rule = {
  id: 'image/label-invalid',
  needs: 'files',
  severity: 'error',
  title: 'The IMAGE label is not a valid image name',
  why: 'Registries accept only certain names, and the platform names Kubernetes objects after the image.',
  remedy: 'Use at most 63 lower-case letters, digits and hyphens, without a registry or a tag.',
  *check({ images }) {
    for (const image of images) {
      const { name, role } = image;
      const problem = name === undefined ? undefined : imageNameProblem(name, role);
      if (problem !== undefined) {
        yield {
          message: `Invalid image name "${name ?? ''}": ${problem}.`,
          range: labelRange(image, 'IMAGE') ?? fromRange(image),
        };
      }
    }
  },
};

export const labelDuplicate: Rule = {
  id: 'image/label-duplicate',
  needs: 'files',
  severity: 'error',
  title: 'An IMAGE label is used twice',
  why: 'Two images with the same name overwrite each other in the registry. Of two labels in one Dockerfile, only the last one counts.',
  remedy: 'Give each image of the project one IMAGE label of its own.',
  *check({ images }) {
    const first = new Map<string, string>();
    for (const image of images) {
      const { file, labels, name } = image;
      const own = labels.filter((label) => label.name === 'IMAGE');
      for (const label of own.slice(0, -1)) {
        yield {
          message: `A later IMAGE label replaces "${label.value}".`,
          range: file.rangeOfLines(label.range),
          severity: 'warning',
        };
      }
      const range = labelRange(image, 'IMAGE');
      if (name === undefined || range === undefined) continue;
      const other = first.get(name);
      if (other === undefined) first.set(name, file.path);
      else yield { message: `The image of ${other} is also named "${name}".`, range };
    }
  },
};

export const labelVersionMissing: Rule = {
  id: 'image/label-version-missing',
  needs: 'files',
  severity: 'hint',
  title: 'A Dockerfile has no VERSION label',
  why: 'Every image of a build carries the version of the platform. Only this label says which version of your own code it contains.',
  remedy: 'Add LABEL VERSION="<version>", the version of your own code.',
  *check({ images }) {
    for (const image of images) {
      if (!isParsed(image) || image.labels.some(({ name }) => name === 'VERSION')) continue;
      yield {
        message: 'This Dockerfile has no VERSION label.',
        range: labelRange(image, 'IMAGE') ?? fromRange(image),
        fix: { title: 'Add LABEL VERSION="0.1.0"', edits: [addLabel(image, 'VERSION', '0.1.0')] },
      };
    }
  },
};
