import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import type { PlannedImage } from '../plan/imagePlan.ts';
import type { BuildReason } from '../why/whyBuilt.ts';
import { explainDockerError, refusalStatus, readJsonLines } from '../../docker/dockerAnswers.ts';
import type { DockerConnection } from '../../docker/connectDocker.ts';
import {
  openBuildSession,
  type BuildSession,
  type CredentialsByHost,
  type RegistryCredentials,
  startBuild,
} from '../../docker/openBuildSession.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { ProxySettings } from '../../settings/settings.ts';
import { sha256, walkContext } from '../context/walkContext.ts';
import { copiedFiles } from '../context/copiedFiles.ts';
import { listSent, type SentEntry, stageDockerfile, type StagedDockerfile } from '../context/listSent.ts';
import { packContext } from '../context/packContext.ts';
import { syncContext } from '../context/syncContext.ts';
import { BuildLog } from './buildLog.ts';
import { explainBuildFailure } from './explainBuildFailure.ts';

export interface BuiltImage {
  readonly image: PlannedImage;
  readonly outcome: 'built' | 'unchanged';
  /** As the registry reports it. */
  readonly digest: string;
  /** Why it was or was not built. */
  readonly why: readonly BuildReason[];
  /** Undefined if it was not built. */
  readonly work?: ImageWork | undefined;
  /** Figures of the previous build, if known. */
  readonly last?: Pick<ImageWork, 'size'> & { readonly durationMs: number | undefined };
}

/** Figures of a build: times in milliseconds, sizes in bytes. */
export interface ImageWork {
  readonly buildMs: number;
  readonly pushMs: number;
  readonly steps: { readonly cached: number; readonly total: number };
  readonly layers: { readonly pushed: number; readonly present: number };
  /** As Docker counts them, uncompressed. */
  readonly bytesPushed: number;
  /** Of the image in the registry, compressed; undefined if the registry does not report it. */
  readonly size: number | undefined;
}

export interface BuildImageOptions {
  readonly connection: DockerConnection;
  readonly proxy: ProxySettings;
  /** For the registry that is pushed to; never sent to any other. */
  readonly credentials?: RegistryCredentials | undefined;
}

/**
 * Builds one image and tags it with its push references.
 *
 * @returns how many of its steps were cached.
 * @throws EdkError `build.failed` with the line of the Dockerfile and the last output, `image.baseUnknown`,
 * `dockerfile.invalid`, `docker.*`, `context.*`; AbortError when cancelled; no build is left running.
 */
export async function buildImage(
  image: PlannedImage,
  options: BuildImageOptions,
  step: JobStep,
): Promise<ImageWork['steps']> {
  const first = await build(image, image.dockerfileText, options, step);
  if (first.image !== undefined && first.error === undefined) return finish(first, step);
  if (!frontendFailed(first)) throw explainBuildFailure(image, first);

  step.warn(
    `${image.source.file.file}: the builder named by "# syntax=" cannot be loaded (${first.error ?? ''}). ` +
      'Building with the one in the Docker Engine instead.',
  );
  const second = await build(image, withoutSyntaxDirective(image.dockerfileText), options, step);
  if (second.image !== undefined && second.error === undefined) return finish(second, step);
  throw explainBuildFailure(image, second);
}

function finish(log: BuildLog, step: JobStep): ImageWork['steps'] {
  const { done, total } = log.cached;
  if (total > 0) step.result(`${done} of ${total} steps cached`);
  return { cached: done, total };
}

async function build(
  image: PlannedImage,
  dockerfileText: string,
  options: BuildImageOptions,
  step: JobStep,
): Promise<BuildLog> {
  const { docker, address } = options.connection;
  step.signal.throwIfAborted();
  const log = new BuildLog(step);
  let session: BuildSession | undefined;
  let tar: Readable | undefined;
  try {
    const entries = await contextOf(image, step.signal);
    const dockerfile = stageDockerfile(dockerfileText, image.source.ignoreFile?.text ?? '');
    session = await openSession(docker, { image, entries, dockerfile, options }).catch((error: unknown) => {
      if (!refusesBuildKit(error)) throw error;
      step.warn('This Docker Engine has no BuildKit; the classic builder is used.');
      return undefined;
    });
    const source = session === undefined ? { tar: packContext(dockerfile.addTo(entries)) } : { session: session.id };
    tar = source.tar;
    const messages = await startBuild(docker, {
      source,
      dockerfile: session === undefined ? dockerfile.nameInContext : dockerfile.name,
      tags: [image.push.version, image.push.immutable],
      buildArguments: { ...proxyArguments(options.proxy), ...image.buildArguments },
      labels: { 'org.kaapana.edk.image': image.source.name },
      signal: step.signal,
    });
    for await (const message of readJsonLines(messages)) log.add(message);
    step.signal.throwIfAborted();
    if (session?.failure !== undefined) throw session.failure;
    return log;
  } catch (error) {
    step.signal.throwIfAborted();
    throw explainDockerError(session?.failure ?? error, address);
  } finally {
    tar?.destroy();
    session?.close();
  }
}

function contextOf(image: PlannedImage, signal: AbortSignal): Promise<SentEntry[]> {
  const { context, ignoreRules: rules, instructions } = image.source;
  const entries = walkContext({ context, rules, isCopied: copiedFiles(instructions), signal });
  return listSent({ context, entries, overlay: image.overlay, expected: image.inputs.files });
}

interface SessionParts {
  readonly image: PlannedImage;
  readonly entries: readonly SentEntry[];
  readonly dockerfile: StagedDockerfile;
  readonly options: BuildImageOptions;
}

function openSession(docker: Docker, { image, entries, dockerfile, options }: SessionParts): Promise<BuildSession> {
  const { dockerfilePath, source } = image;
  return openBuildSession(docker, {
    credentials: credentialsFor(image, options),
    folder: syncContext(entries, dockerfile.entries),
    // Images that share a folder may send different parts of it.
    sharedKey: sha256(['kaapana-edk', source.context, dockerfilePath].join('\0')),
  });
}

/** BuildKit may also ask for other registries, from which bases are pulled. */
function credentialsFor(image: PlannedImage, { credentials }: BuildImageOptions): CredentialsByHost {
  const registry = image.push.version.slice(0, image.push.version.indexOf('/'));
  return (host) => (host === registry ? credentials : undefined);
}

function refusesBuildKit(error: unknown): boolean {
  const status = refusalStatus(error);
  return status === 400 || status === 404 || status === 405 || status === 501;
}

/** Build arguments that Docker predefines: they need no ARG and do not affect its cache. */
function proxyArguments({ http, https, no }: ProxySettings): Record<string, string> {
  const pairs = { http_proxy: http, https_proxy: https, no_proxy: no };
  return Object.fromEntries(
    Object.entries(pairs).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [
            [name, value],
            [name.toUpperCase(), value],
          ],
    ),
  );
}

const directive = /^#[ \t]*syntax[ \t]*=.*$/im;

/** Whether the build failed because the builder's own image could not be pulled, as happens without internet. */
export function frontendFailed(log: BuildLog): boolean {
  return /resolve image config for .*dockerfile/i.test(log.failedStep?.name ?? '');
}

/** Keeps the line, so that line numbers in errors stay correct. */
export function withoutSyntaxDirective(dockerfileText: string): string {
  return dockerfileText.replace(directive, '#');
}
