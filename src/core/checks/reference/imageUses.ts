import { findImageArguments } from '../../project/python/findImageArguments.ts';
import { findRenderedImages } from '../../project/references/findRenderedImages.ts';
import { knownRegistries, locateImage, type ImageLocation } from '../../project/references/imageReference.ts';
import type { RenderedChart, ImageUse } from '../facts.ts';
import type { ProjectImage, Project } from '../../project/project.ts';
import { pythonOf } from '../../project/python/readDag.ts';
import { chartPlace } from './chartImages.ts';
import { operatorImages, type ReferenceSettings } from './operatorImages.ts';

/** Every `image=` of every operator, followed by every image of the rendered chart. */
export function* imageUses(
  project: Project,
  settings: ReferenceSettings,
  rendered?: Pick<RenderedChart, 'manifests'>,
): Iterable<ImageUse> {
  for (const source of project.dagFiles.values()) yield* operatorUses(project, settings, source.path);
  for (const manifest of rendered?.manifests ?? []) {
    for (const { reference, kind, name, container } of findRenderedImages([manifest])) {
      const image = locateImage(reference, knownRegistries(settings));
      const isOurs = image?.tag === settings.buildVersion && isLocal(settings, image);
      const own = isOurs ? ownImage(project, image) : undefined;
      const by = `${kind} "${name}", container "${container}"`;
      yield { kind: 'container', by, range: chartPlace(project, manifest), reference, image, own };
    }
  }
}

/** The images of one operator file, in order of their position. */
export function operatorUses(project: Project, settings: ReferenceSettings, path: string): ImageUse[] {
  const source = project.dagFiles.get(path);
  if (source === undefined) return [];
  const known = [...operatorImages({ dagFiles: new Map([[path, source]]) }, settings)].map(
    ({ from, to, text, image, byPlatform }): ImageUse => {
      const isOurs = byPlatform || isLocal(settings, image) || text.startsWith('local-only/');
      const own = isOurs ? ownImage(project, image) : undefined;
      const range = source.rangeOf(from, to);
      return {
        kind: 'operator',
        by: path,
        range,
        ...(own === undefined ? { reference: text, image } : asBuilt(settings, own)),
        own,
      };
    },
  );
  const unknown = findImageArguments(pythonOf(source))
    .filter(({ parts }) => parts === undefined || parts.length === 0)
    .map(({ start, end, parts }): ImageUse => {
      const reference = parts === undefined ? undefined : '';
      const range = source.rangeOf(start, end);
      return { kind: 'operator', by: path, range, reference, image: undefined, own: undefined };
    });
  return [...known, ...unknown].sort((a, b) => a.range.line - b.range.line || a.range.column - b.range.column);
}

/** The staged copy of an operator names an image of the project as it is pushed, however the user wrote it. */
function asBuilt(settings: ReferenceSettings, { name = '' }: ProjectImage): Pick<ImageUse, 'reference' | 'image'> {
  const image = { registry: settings.registry.pull, repository: name, tag: settings.buildVersion };
  return { reference: `${image.registry}/${name}:${image.tag}`, image };
}

function isLocal({ registry }: ReferenceSettings, image: ImageLocation): boolean {
  return image.registry === registry.pull || image.registry === registry.push;
}

function ownImage({ images }: Project, { repository }: ImageLocation): ProjectImage | undefined {
  const name = repository.replace(/^local-only\//u, '');
  return images.find((image) => image.name === name);
}
