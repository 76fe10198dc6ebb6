import { EdkError } from '../errors/edkError.ts';
import { callPlatform, expectSuccess, type PlatformCall } from './callPlatform.ts';
import { checkReleaseName } from './checkNames.ts';
import { paceOf, type PlatformConnection } from './platformConnection.ts';
import { postJson } from './postJson.ts';

/**
 * Ends an application that a workflow waits for, so that the workflow goes on. The platform uninstalls its release
 * afterwards and says no more about it; the list shows it for up to 30 s.
 *
 * @throws EdkError `platform.failed` for a release that is no such application.
 */
export async function completeApplication(
  platform: PlatformConnection,
  releaseName: string,
  signal: AbortSignal,
): Promise<void> {
  checkReleaseName(releaseName);
  const { deleteDeadlineMs: deadlineMs } = paceOf(platform);
  const body = { release_name: releaseName };
  await postJson(platform, { path: '/complete-active-application', body, deadlineMs }, signal);
}

/** Asks the platform to fetch its collections of extensions again. Its yes means that this has begun. */
export async function updateExtensions(platform: PlatformConnection, signal: AbortSignal): Promise<void> {
  // It removes the former collection first, and waits for that.
  const call: PlatformCall = {
    method: 'GET',
    path: '/update-extensions',
    deadlineMs: paceOf(platform).installDeadlineMs,
  };
  expectSuccess(platform, call, await callPlatform(platform, call, signal));
}

/** As the platform wants an image named. */
interface ImageToPull {
  readonly docker_registry_url: string;
  readonly docker_image: string;
  readonly docker_version: string;
}

/**
 * Asks the platform to pull an image onto its node. It answers before it has begun and never says how it ended.
 *
 * @param reference `<registry>[/<path>]/<image>:<tag>`
 * @throws EdkError `name.invalid` for anything else: the platform hands it to a command line.
 */
export async function pullImage(platform: PlatformConnection, reference: string, signal: AbortSignal): Promise<void> {
  const body = readReference(reference);
  await postJson(
    platform,
    { path: '/pull-docker-image', body, deadlineMs: paceOf(platform).installDeadlineMs },
    signal,
  );
}

const referencePattern =
  /^([a-z0-9.-]+(?::\d{1,5})?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*)\/([a-z0-9]+(?:[._-]+[a-z0-9]+)*):(\w[\w.-]{0,127})$/i;

function readReference(reference: string): ImageToPull {
  const [, registry, image, version] = referencePattern.exec(reference) ?? [];
  if (reference.length > 400 || registry === undefined || image === undefined || version === undefined) {
    throw new EdkError('name.invalid', `${JSON.stringify(reference.slice(0, 80))} is not a complete image reference.`, {
      remedy: 'Include registry, name and tag, for example registry.example.org/kaapana/my-image:0.6.0.',
    });
  }
  return { docker_registry_url: registry, docker_image: image, docker_version: version };
}
