import { z } from 'zod';
import type { DockerConnection } from '../../docker/connectDocker.ts';
import { explainDockerError, readJsonLines } from '../../docker/dockerAnswers.ts';
import { engineAuthentication, type RegistryCredentials } from '../../docker/openBuildSession.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { ImageTags } from '../plan/imagePlan.ts';
import type { ImageRegistry } from './pushedImages.ts';
import { PushProgress, type SentLayers } from './pushProgress.ts';
import type { ErrorCode } from '../../errors/catalogue.ts';
import { lastLines } from '../../text/plainText.ts';

interface PushImageOptions {
  readonly connection: DockerConnection;
  readonly registry: ImageRegistry;
  readonly credentials?: RegistryCredentials | undefined;
}

interface PushedImage extends SentLayers {
  readonly digest: string;
  /** Of the image in the registry, compressed, in bytes. */
  readonly size: number;
}

/** An image in the Docker Engine with these tags. */
interface PushableImage {
  readonly source: { readonly name: string };
  readonly tags: ImageTags;
  /** Full references. */
  readonly push: ImageTags;
}

const messageSchema = z.object({
  id: z.string().optional(),
  status: z.string().optional(),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).optional(),
  aux: z.object({ Digest: z.string().optional() }).optional(),
  error: z.string().optional(),
});

/**
 * Pushes the built image under its immutable tag, reads it back, and only then points the version tag to it.
 *
 * @returns the digest that the registry reports for both tags, and what was sent.
 * @throws EdkError `registry.*`, `build.push`, `docker.*`; AbortError when cancelled.
 */
export async function pushImage(image: PushableImage, options: PushImageOptions, step: JobStep): Promise<PushedImage> {
  const { registry } = options;
  const { source, tags } = image;
  // Fails at once if the registry is down or refuses access; Docker would keep trying for a minute.
  await registry.digest(source.name, tags.immutable, step.signal);

  const { digest, sent } = await push(image, options, step);
  const kept = await registry.inspect(source.name, tags.immutable, step.signal);
  const missing = kept?.manifest.digest === digest ? kept.missing : [digest];
  if (kept === undefined || missing.length > 0) {
    const reference = image.push.immutable;
    throw new EdkError(
      'registry.contentMissing',
      `${reference} was pushed, but parts of it are missing in the registry.`,
      {
        detail: `Missing: ${missing.join(', ')}`,
      },
    );
  }
  if (tags.version !== tags.immutable) {
    await registry.putTag(source.name, { tag: tags.version, manifest: kept.manifest }, step.signal);
    await requireNamed(image, registry, digest, step);
  }
  return { digest, size: kept.size, ...sent };
}

/** Points the version tag to the image of the immutable tag. */
export async function nameVersion(
  image: PushableImage,
  registry: ImageRegistry,
  digest: string,
  step: JobStep,
): Promise<void> {
  const { source, tags } = image;
  await registry.copyTag(source.name, { from: tags.immutable, to: tags.version }, step.signal);
  await requireNamed(image, registry, digest, step);
}

async function requireNamed(
  { source, tags }: PushableImage,
  registry: ImageRegistry,
  digest: string,
  step: JobStep,
): Promise<void> {
  const named = await registry.digest(source.name, tags.version, step.signal);
  if (named === digest) return;
  throw new EdkError(
    'registry.contentMissing',
    `${source.name}:${tags.version} does not point to the image that was pushed.`,
    {
      detail: `It points to ${named ?? 'nothing'} instead of ${digest}.`,
      remedy: 'Someone else may be pushing the same tag. Try again.',
    },
  );
}

async function push(
  image: PushableImage,
  options: PushImageOptions,
  step: JobStep,
): Promise<{ readonly digest: string; readonly sent: SentLayers }> {
  const { docker, address } = options.connection;
  const { name } = image.source;
  const repository = image.push.immutable.slice(0, -image.tags.immutable.length - 1);
  const progress = new PushProgress(step);
  let digest: string | undefined;
  try {
    const messages = await docker.getImage(repository).push({
      tag: image.tags.immutable,
      abortSignal: step.signal,
      // Without credentials, the Engine rejects the call instead of asking the registry.
      authconfig: engineAuthentication(options.credentials),
    });
    for await (const value of readJsonLines(messages)) {
      const message = messageSchema.parse(value);
      if (message.error !== undefined) throw explainPushFailure(name, repository, message.error);
      progress.add(message);
      digest = message.aux?.Digest ?? digest;
    }
    step.signal.throwIfAborted();
  } catch (error) {
    step.signal.throwIfAborted();
    throw explainDockerError(error, address);
  }
  if (digest === undefined) throw new EdkError('build.push', `The push of "${name}" ended without a digest.`);
  return { digest, sent: progress.finish() };
}

const tooMany = /too ?many ?requests|\b429\b/i;

const signs: readonly { readonly sign: RegExp; readonly code: ErrorCode }[] = [
  {
    sign: /connection refused|no such host|i\/o timeout|connection reset|broken pipe|\bEOF\b/i,
    code: 'registry.unreachable',
  },
  { sign: /unauthorized|authentication required|denied|no basic auth|HTTP 40[13]/i, code: 'registry.refused' },
  { sign: tooMany, code: 'registry.failed' },
  { sign: /server error|\b5\d\d\b|no space left on device/i, code: 'registry.failed' },
  // Layers that were just sent are gone: the messages of registries, and Docker's for a bare 404.
  {
    sign: /unknown blob|blob (?:upload )?(?:unknown|invalid)|manifest (?:blob )?(?:unknown|invalid)|HTTP 404/i,
    code: 'registry.contentMissing',
  },
];

/** Explains a failed push by the Docker Engine's message. */
function explainPushFailure(name: string, repository: string, complaint: string): EdkError {
  const code = signs.find(({ sign }) => sign.test(complaint))?.code ?? 'build.push';
  const plainOnly = /server gave HTTP response to HTTPS client/i.test(complaint);
  const remedy = plainOnly
    ? 'Add the registry to "insecure-registries" in the configuration of the Docker Engine.'
    : tooMany.test(complaint)
      ? 'The registry limits the number of requests. Try again later.'
      : undefined;
  return new EdkError(plainOnly ? 'registry.refused' : code, `"${name}" could not be pushed to ${repository}.`, {
    detail: lastLines(complaint, 5),
    ...(remedy === undefined ? {} : { remedy }),
  });
}
