import type { Project } from '../../project/project.ts';
import { findCalls } from '../../project/python/findCalls.ts';
import { findImageArguments } from '../../project/python/findImageArguments.ts';
import { pythonValue } from '../../project/python/pythonValue.ts';
import { pythonOf } from '../../project/python/readDag.ts';
import {
  describeInvalid,
  type ImageLocation,
  knownRegistries,
  locateImage,
  operatorImage,
} from '../../project/references/imageReference.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import { whyInvalidReference } from '../../text/imageReference.ts';
import type { CheckSettings } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** An `image=` of an operator that is known without running it, valid or not. */
interface WrittenImage {
  readonly source: SourceFile;
  readonly from: number;
  readonly to: number;
  /** As the platform would pull it. */
  readonly text: string;
  /** Whether the platform supplies the registry (DEFAULT_REGISTRY). */
  readonly byPlatform: boolean;
  /** `image_pull_policy=` in the same call. */
  readonly pullPolicy: { readonly text: string; readonly from: number; readonly to: number } | undefined;
}

interface OperatorImage extends WrittenImage {
  readonly image: ImageLocation;
}

/** The settings that decide which image a reference means. */
export type ReferenceSettings = Pick<CheckSettings, 'registry' | 'platformRegistry' | 'buildVersion'>;

/** The valid references; `reference/invalid` reports the others. */
export function* operatorImages(
  project: Pick<Project, 'dagFiles'>,
  settings: ReferenceSettings,
): Iterable<OperatorImage> {
  const registries = knownRegistries(settings);
  for (const written of writtenImages(project, settings)) {
    const image = locateImage(written.text, registries);
    if (image !== undefined) yield { ...written, image };
  }
}

function* writtenImages({ dagFiles }: Pick<Project, 'dagFiles'>, settings: ReferenceSettings): Iterable<WrittenImage> {
  for (const source of dagFiles.values()) {
    const policies = pullPolicies(source);
    for (const reference of findImageArguments(pythonOf(source))) {
      const text = operatorImage(reference, settings);
      if (text === undefined || text === '') continue;
      const [first] = reference.parts ?? [];
      yield {
        source,
        from: reference.start,
        to: reference.end,
        text,
        byPlatform: first !== undefined && 'variable' in first,
        pullPolicy: policies.get(reference.start),
      };
    }
  }
}

/** Pull policies, by the offset of the image in the same call. */
function pullPolicies(source: SourceFile): Map<number, NonNullable<OperatorImage['pullPolicy']>> {
  const python = pythonOf(source);
  const policies = new Map<number, NonNullable<OperatorImage['pullPolicy']>>();
  for (const { keywords } of findCalls(python)) {
    const image = keywords.get('image');
    const policy = keywords.get('image_pull_policy');
    if (image === undefined || policy === undefined) continue;
    const value = pythonValue(python, policy.value);
    if (value.kind === 'text')
      policies.set(image.value.from, { text: value.text, from: policy.value.from, to: policy.value.to });
  }
  return policies;
}

/** The image name of the project that a reference ends in. */
export function projectImage({ images }: Project, { repository }: ImageLocation): string | undefined {
  const name = repository.split('/').at(-1);
  return images.find((image) => image.name !== undefined && image.name === name)?.name;
}

export const invalid: Rule = {
  id: 'reference/invalid',
  needs: 'files',
  severity: 'error',
  title: 'The image of an operator is not a valid reference',
  why: 'Kubernetes cannot pull it: the pod fails with InvalidImageName.',
  remedy: 'Write it as <registry>/<name>:<tag>, with the name in lower case.',
  *check(project, settings) {
    for (const { source, from, to, text } of writtenImages(project, settings)) {
      if (whyInvalidReference(text) === undefined) continue;
      yield { message: describeInvalid(text), range: source.rangeOf(from, to) };
    }
  },
};

export const mutableTag: Rule = {
  id: 'reference/mutable-tag',
  needs: 'files',
  severity: 'warning',
  title: 'An operator uses an image with a mutable tag',
  why: 'A node that has pulled the tag once keeps that image (IfNotPresent): a newer image has no effect there, and two nodes may run different images.',
  remedy: 'Use a version, or build the image in this project: the EDK then uses a tag derived from its content.',
  *check(project, settings) {
    for (const operator of operatorImages(project, settings)) {
      const { source, from, to, image, text } = operator;
      const moves = image.tag === 'latest';
      // The staged copy of the operator has the immutable tag of the image.
      if (!moves || operator.pullPolicy?.text === 'Always' || projectImage(project, image) !== undefined) continue;
      yield { message: `${text} has the mutable tag "latest".`, range: source.rangeOf(from, to) };
    }
  },
};
