import pLimit from 'p-limit';
import { isCancellation } from '../errors/cancellation.ts';
import { EdkError } from '../errors/edkError.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import { buildImage, type BuildImageOptions } from './build/buildImage.ts';
import type { ImagePlan, PlannedImage } from './plan/imagePlan.ts';
import type { ImageRegistry } from './push/imageRegistry.ts';
import { nameVersion, pushImage } from './push/pushImage.ts';

/** From here on sending takes longer than most builds, and is seldom meant. */
const manyFiles = 20_000;

export interface BuildImagesOptions extends BuildImageOptions {
  readonly registry: ImageRegistry;
  /** How many images may be worked on at once. */
  readonly workers: number;
}

export interface BuiltImage {
  readonly image: PlannedImage;
  readonly outcome: 'built' | 'unchanged';
  /** What the registry answered with. */
  readonly digest: string;
}

/**
 * Brings every image of the plan into the registry, each after those it starts from; what the registry already has is
 * not built. A failure stops only what depends on it.
 *
 * @throws the failure when there is one, else an EdkError that names all; AbortError when cancelled.
 */
export async function buildImages(plan: ImagePlan, options: BuildImagesOptions, step: JobStep): Promise<BuiltImage[]> {
  const limit = pLimit(options.workers);
  const started = new Map<string, Promise<BuiltImage>>();
  for (const image of plan.images) {
    const bases = image.dependsOn.flatMap((name) => started.get(name) ?? []);
    const work = Promise.all(bases).then(
      () => limit(() => step.run(image.source.name, (inner) => bringImage(image, options, inner))),
      (cause: unknown) => {
        throw isCancellation(cause) ? cause : new BaseFailed(cause);
      },
    );
    started.set(image.source.name, work);
  }
  const results = await Promise.allSettled(started.values());
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  step.signal.throwIfAborted();
  if (failures.length > 0) throw joinFailures(failures);
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

async function bringImage(image: PlannedImage, options: BuildImagesOptions, step: JobStep): Promise<BuiltImage> {
  step.signal.throwIfAborted();
  const { source, tags } = image;
  const present = await options.registry.digest(source.name, tags.immutable, step.signal);
  if (present !== undefined) {
    await nameVersion(image, options.registry, present, step);
    step.skip('unchanged');
    return { image, outcome: 'unchanged', digest: present };
  }
  if (image.inputs.files.size > manyFiles) {
    step.warn(
      `${source.context}: ${image.inputs.files.size} files and folders are sent to the Docker Engine. Exclude what the ` +
        'image does not need in .dockerignore.',
    );
  }
  await step.run('Build', (inner) => buildImage(image, options, inner));
  const digest = await step.run('Push', (inner) => pushImage(image, options, inner));
  step.result(image.push.immutable);
  return { image, outcome: 'built', digest };
}

/** Stands for an image that was not tried; its base tells why. */
class BaseFailed extends Error {
  override readonly name = 'BaseFailed';

  constructor(cause: unknown) {
    super('An image it starts from failed.', { cause });
  }
}

function joinFailures(failures: readonly unknown[]): unknown {
  const causes = failures.filter((failure) => !(failure instanceof BaseFailed));
  const skipped = failures.length - causes.length;
  const [first, ...others] = causes;
  if (others.length === 0 && skipped === 0) return first;
  if (!(first instanceof EdkError)) return first;
  const messages = causes.map((failure) => (failure instanceof Error ? failure.message : String(failure)));
  const notTried = skipped === 0 ? [] : [`${skipped} more not tried, as they start from a failed one.`];
  return new EdkError(first.code, [...messages, ...notTried].join('\n'), {
    detail: first.detail,
    place: first.place,
    remedy: first.remedy,
    cause: new AggregateError(causes),
  });
}
