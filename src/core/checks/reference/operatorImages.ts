import { findCalls } from '../../project/python/findCalls.ts';
import { findImageArguments } from '../../project/python/findImageArguments.ts';
import { pythonValue } from '../../project/python/pythonValue.ts';
import {
  knownRegistries,
  operatorImage,
  locateImage,
  type ImageLocation,
} from '../../project/references/imageReference.ts';
import type { Project } from '../../project/project.ts';
import { pythonOf } from '../../project/pythonOf.ts';
import type { CheckSettings } from '../checkSettings.ts';
import type { SourceFile } from '../../project/sourceFile.ts';

/** An `image=` of an operator that can be known without running it, valid or not. */
interface WrittenImage {
  readonly source: SourceFile;
  readonly from: number;
  readonly to: number;
  /** As the platform would pull it. */
  readonly text: string;
  /** Whether the registry was left to the platform (DEFAULT_REGISTRY). */
  readonly byPlatform: boolean;
  /** `image_pull_policy=` beside it. */
  readonly pullPolicy: { readonly text: string; readonly from: number; readonly to: number } | undefined;
}

export interface OperatorImage extends WrittenImage {
  readonly image: ImageLocation;
}

/** What of the settings decides which image a reference means. */
export type ReferenceSettings = Pick<CheckSettings, 'registry' | 'platformRegistry' | 'buildVersion'>;

/** Those that are valid references; `reference/invalid` names the others. */
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

export function* writtenImages(
  { dagFiles }: Pick<Project, 'dagFiles'>,
  settings: ReferenceSettings,
): Iterable<WrittenImage> {
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

/** Pull policies by the offset of the image in the same call. */
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

/** The name of an image of the project that a reference ends with. */
export function projectImage({ images }: Project, { repository }: ImageLocation): string | undefined {
  const name = repository.split('/').at(-1);
  return images.find((image) => image.name !== undefined && image.name === name)?.name;
}
