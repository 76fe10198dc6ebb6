import { allOrFirstError, EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { BuildableImage } from '../../project/requireBuildable.ts';
import type { ImagePlan, PlannedImage, PlanImagesOptions } from './imagePlan.ts';
import { planImage } from './planImage.ts';
import { resolveBase, withoutTag } from '../../project/references/imageReference.ts';
import type { OwnReference } from './stageOperators.ts';
import type { OperatorImageReference } from '../../project/python/findImageArguments.ts';
import type { RegistryNames } from '../../settings/settings.ts';

/**
 * Decides what to send for every image of a project, under which tags and in which order. Reads the files and asks
 * `bases`; changes nothing.
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
  return new EdkError('image.cycle', `${at}circular image dependency: "${first}" ${chain}.`, { place });
}

/** A node that comes after others, given by name. */
interface Ordered {
  readonly name: string;
  readonly after: readonly string[];
}

type OrderResult =
  /** `levels`: each level depends only on earlier ones. */
  | { readonly kind: 'ordered'; readonly levels: readonly (readonly string[])[] }
  /** The names in the cycle, each coming after the next; the first is repeated at the end. */
  | { readonly kind: 'circle'; readonly names: readonly string[] };

/** Names in `after` that no node has count as done. */
export function buildOrder(nodes: readonly Ordered[]): OrderResult {
  const waiting = new Map(nodes.map((node) => [node.name, node.after]));
  const levels: string[][] = [];
  while (waiting.size > 0) {
    const level = [...waiting].filter(([, after]) => !after.some((name) => waiting.has(name))).map(([name]) => name);
    if (level.length === 0) return { kind: 'circle', names: findCircle(waiting) };
    for (const name of level) waiting.delete(name);
    levels.push(level);
  }
  return { kind: 'ordered', levels };
}

/** Every node waits for another, so following them leads back to one already seen. */
function findCircle(waiting: ReadonlyMap<string, readonly string[]>): string[] {
  const path: string[] = [];
  let name: string | undefined = waiting.keys().next().value;
  while (name !== undefined && !path.includes(name)) {
    path.push(name);
    name = waiting.get(name)?.find((next) => waiting.has(next));
  }
  return name === undefined ? path : [...path.slice(path.indexOf(name)), name];
}

/** The name of the image in the local registry to which an operator's `image=` refers; undefined for other images. */
function ownImage(reference: OperatorImageReference, registry: RegistryNames): string | undefined {
  if (reference.parts === undefined) return undefined;
  const text = reference.parts
    .map((part) => {
      if ('text' in part) return part.text;
      return part.variable === 'DEFAULT_REGISTRY' ? registry.pull : 'version';
    })
    .join('');
  const prefix = [registry.pull, registry.push, 'local-only'].find((name) => text.startsWith(`${name}/`));
  return prefix === undefined ? undefined : withoutTag(text.slice(prefix.length + 1));
}
