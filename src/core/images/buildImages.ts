import pLimit from 'p-limit';
import type { DockerConnection } from '../docker/connectDocker.ts';
import { isCancellation, EdkError } from '../errors/edkError.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import { buildImage, type BuildImageOptions, type BuiltImage, type ImageWork } from './build/buildImage.ts';
import { reportContext } from './context/contextSummary.ts';
import type { ImagePlan, PlannedImage } from './plan/imagePlan.ts';
import { findPushed, isPushed, type FoundImage, type ImageRegistry } from './push/pushedImages.ts';
import { nameVersion, pushImage } from './push/pushImage.ts';
import type { BuildMemory } from './why/buildMemory.ts';
import { describeReason, describeReasons, whyBuilt, whySkipped } from './why/whyBuilt.ts';

export interface BuildImagesOptions extends BuildImageOptions {
  readonly registry: ImageRegistry;
  readonly memory: BuildMemory;
  /** Checks every built image before it is pushed. */
  readonly check?: ((image: PlannedImage, connection: DockerConnection, step: JobStep) => Promise<void>) | undefined;
  /** How many images to work on at once. */
  readonly workers: number;
  /** What is already known about the registry; it is asked about the other images. */
  readonly found?: readonly FoundImage[] | undefined;
}

/**
 * Builds and pushes every image of the plan, each after its bases; images that the registry already has are not built.
 * A failure only stops images that depend on the failed one.
 *
 * @throws the failure if there is only one, otherwise an EdkError that lists all; AbortError when cancelled.
 */
export async function buildImages(plan: ImagePlan, options: BuildImagesOptions, step: JobStep): Promise<BuiltImage[]> {
  const limit = pLimit(options.workers);
  const started = new Map<string, Promise<BuiltImage>>();
  for (const image of plan.images) {
    const bases = image.dependsOn.flatMap((name) => started.get(name) ?? []);
    const work = Promise.all(bases).then(
      () => limit(() => step.run(image.source.name, (inner) => bringImage(image, options, inner))),
      (cause: unknown) => {
        if (isCancellation(cause)) throw cause;
        step.warn(`"${image.source.name}" was not built: an image that it starts from failed.`);
        throw new BaseFailed(cause);
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
  const { registry, memory } = options;
  const { source } = image;
  const found = options.found?.find((one) => one.image === image) ?? (await findPushed(image, registry, step.signal));
  const { digest: present } = found;
  if (present !== undefined) {
    if (!isPushed(found)) await nameVersion(image, registry, present, step);
    const { why } = await whySkipped(memory, image);
    step.skip(`unchanged: ${describeReasons(why)}`);
    return { image, outcome: 'unchanged', digest: present, why };
  }
  const before = await memory.read(image);
  const why = whyBuilt(before, image);
  step.log(`Built, because: ${why.map(describeReason).join(', ')}`);
  for (const warning of reportContext({ context: source.context, summary: image.contextSummary })) step.warn(warning);
  const { built, pushed } = await buildAndPush(image, options, step).catch(async (error: unknown) => {
    // Only needed for cleaning up; the failure is what must be reported.
    await memory.noteUnfinished(image).catch(() => undefined);
    throw error;
  });
  const { digest, size, ...sent } = pushed.value;
  const work: ImageWork = { buildMs: built.ms, pushMs: pushed.ms, steps: built.value, ...sent, size };
  await memory.write(image, { durationMs: built.ms + pushed.ms, size });
  step.result(`${image.push.immutable} · ${describeReasons(why)}`);
  const last = before === undefined ? {} : { last: { durationMs: before.durationMs, size: before.size } };
  return { image, outcome: 'built', digest, why, work, ...last };
}

async function buildAndPush(image: PlannedImage, options: BuildImagesOptions, step: JobStep) {
  const built = await timed(() => step.run('Build', (inner) => buildImage(image, options, inner)));
  await options.check?.(image, options.connection, step);
  const pushed = await timed(() => step.run('Push', (inner) => pushImage(image, options, inner)));
  return { built, pushed };
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const started = performance.now();
  const value = await work();
  return { value, ms: Math.round(performance.now() - started) };
}

/** Marks an image that was not tried because its base failed. */
class BaseFailed extends Error {
  override readonly name = 'BaseFailed';

  constructor(cause: unknown) {
    super('An image that it starts from failed.', { cause });
  }
}

function joinFailures(failures: readonly unknown[]): unknown {
  const causes = failures.filter((failure) => !(failure instanceof BaseFailed));
  const skipped = failures.length - causes.length;
  const [first, ...others] = causes;
  if (others.length === 0 && skipped === 0) return first;
  if (!(first instanceof EdkError)) return first;
  const messages = causes.map((failure) => (failure instanceof Error ? failure.message : String(failure)));
  const notTried = skipped === 0 ? [] : [`${skipped} more were not built, because they start from a failed image.`];
  return new EdkError(first.code, [...messages, ...notTried].join('\n'), {
    detail: first.detail,
    place: first.place,
    remedy: first.remedy,
    cause: new AggregateError(causes),
    failures: causes.length > 1 ? causes.filter((failure) => failure instanceof EdkError) : [],
  });
}
