import { allOrFirstError } from '../../errors/allOrFirstError.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { BuildableImage } from '../../project/requireBuildable.ts';
import { buildOrder } from './buildOrder.ts';
import type { ImagePlan, PlannedImage } from './imagePlan.ts';
import { ownImage } from './ownImage.ts';
import { planImage } from './planImage.ts';
import type { PlanImagesOptions } from './planOptions.ts';
import { resolveBase } from '../../project/resolveBase.ts';
import type { OwnReference } from './stageOperators.ts';

/**
 * Decides for every image of a project what is sent, under which tags, and in which order. It reads the files and asks
 * `bases`; it changes nothing.
 *
 * @throws EdkError `image.cycle`, `image.baseUnknown`, `context.unreadable`, `context.escapes`.
 */
export async function planImages(options: PlanImagesOptions, step: JobStep): Promise<ImagePlan> {
  const byName = new Map(options.images.map((image) => [image.name, image]));
  const siblings = new Set(byName.keys());
  const own = ownReferences(options, siblings);
  const startsFrom = (image: BuildableImage): string[] =>
    image.bases.flatMap(({ reference }) => {
      const base = resolveBase(reference, { siblings, registry: options.registry });
      return base.kind === 'sibling' ? [base.name] : [];
    });
  const order = buildOrder(
    options.images.map((image) => ({
      name: image.name,
      after: [...startsFrom(image), ...(own.get(image.name) ?? []).map((reference) => reference.image)],
    })),
  );
  if (order.kind === 'circle') throw circle(order.names, byName);

  const planned = new Map<string, PlannedImage>();
  for (const level of order.levels) {
    const images = level.flatMap((name) => byName.get(name) ?? []);
    const results = await allOrFirstError(
      images.map((source) =>
        planImage(
          { ...options, source, siblings, planned, operators: own.get(source.name) ?? [], signal: step.signal },
          startsFrom(source),
        ),
      ),
    );
    for (const image of results) planned.set(image.source.name, image);
  }
  return { images: [...planned.values()] };
}

/** For every DAG image: the operators in its context that run another image of the project. */
function ownReferences(options: PlanImagesOptions, siblings: ReadonlySet<string>): Map<string, OwnReference[]> {
  const dagImages = options.images.filter(({ role }) => role === 'dag');
  return new Map(
    dagImages.map((image) => [
      image.name,
      options.imageReferences.flatMap((reference) => {
        const name = ownImage(reference, options.registry);
        const counts = name !== undefined && name !== image.name && siblings.has(name);
        return counts && reference.file.startsWith(`${image.context}/`) ? [{ reference, image: name }] : [];
      }),
    ]),
  );
}

function circle(names: readonly string[], images: ReadonlyMap<string, BuildableImage>): EdkError {
  const [first = '', ...others] = names;
  const chain = others.map((name, index) => `${index === 0 ? '' : ', which '}needs "${name}"`).join('');
  const place = images.get(first)?.place;
  const at = place === undefined ? '' : `${place.file}: `;
  return new EdkError('image.cycle', `${at}the images go round in a circle: "${first}" ${chain}.`, { place });
}
