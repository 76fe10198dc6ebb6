import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import { callPlatform, expectSuccess, type PlatformCall, postJson, addressOf, readPlatform } from './callPlatform.ts';
import { checkReleaseName } from './checkNames.ts';
import { paceOf, type PlatformConnection } from './platformConnection.ts';
import { readJson } from './readAnswer.ts';
import type { PlatformProject } from '../settings/settings.ts';
import type { RegistryCredentials } from '../docker/openBuildSession.ts';
import { readNetworkPlace } from '../http/credentialRule.ts';
import { compareVersions } from '../../shared/versions/compareVersions.ts';

/**
 * Ends an application that a workflow waits for, so that the workflow continues. The platform then uninstalls its
 * release without reporting the result; the list still shows it for up to 30 s.
 *
 * @throws EdkError `platform.failed` for a release that is not such an application.
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

/** Asks the platform to fetch its extension collections again. Success only means that this has started. */
export async function updateExtensions(platform: PlatformConnection, signal: AbortSignal): Promise<void> {
  // The platform first removes the old collection, and waits until it is gone.
  const call: PlatformCall = {
    method: 'GET',
    path: '/update-extensions',
    deadlineMs: paceOf(platform).installDeadlineMs,
  };
  expectSuccess(platform, call, await callPlatform(platform, call, signal));
}

/** An image in the parts that the platform expects. */
interface ImageToPull {
  readonly docker_registry_url: string;
  readonly docker_image: string;
  readonly docker_version: string;
}

/**
 * Asks the platform to pull an image onto its node. It answers before it starts, and never reports the result.
 *
 * @param reference `<registry>[/<path>]/<image>:<tag>`
 * @throws EdkError `name.invalid` for anything else: the platform passes it to a command line.
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

/** Beside the API, not below it. */
const projectsPath = '/aii/projects';

const projectSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  name: z.string(),
});

/**
 * The projects of the signed-in user. This path is not part of the recorded API: Kaapana's own pages use it, and it has
 * not been verified with a real platform.
 */
export async function listProjects(platform: PlatformConnection, signal: AbortSignal): Promise<PlatformProject[]> {
  const beside: PlatformConnection = { ...platform, baseUrl: new URL(platform.baseUrl).origin };
  const call: PlatformCall = { method: 'GET', path: projectsPath, deadlineMs: paceOf(platform).readDeadlineMs };
  const answer = expectSuccess(beside, call, await callPlatform(beside, call, signal));
  return readJson(answer, z.array(projectSchema), 'list of projects');
}

export interface PlatformRegistry {
  /** Host, optionally with a port and a path. */
  readonly registry: string;
  readonly credentials: RegistryCredentials;
}

/**
 * The versions of the platform's own chart in a registry, oldest first, as seen from the platform.
 *
 * @throws EdkError `settings.invalid` for a remote platform without encryption, because the request contains the
 * credentials in its address.
 */
export async function listAvailablePlatforms(
  platform: PlatformConnection,
  { registry, credentials: { username, password } }: PlatformRegistry,
  signal: AbortSignal,
): Promise<string[]> {
  checkWay(platform);
  const call: PlatformCall = {
    method: 'GET',
    path: '/available-platforms',
    query: {
      container_registry_url: registry,
      encoded_auth: Buffer.from(`${username}:${password}`).toString('base64'),
    },
    deadlineMs: paceOf(platform).readDeadlineMs,
  };
  const answer = expectSuccess(platform, call, await readPlatform(platform, call, signal));
  return readJson(answer, z.array(z.string()), 'answer to GET /available-platforms').sort(compareVersions);
}

function checkWay(platform: PlatformConnection): void {
  const { protocol, hostname } = new URL(addressOf(platform));
  if (protocol === 'https:' || readNetworkPlace(hostname) !== 'elsewhere') return;
  throw new EdkError('settings.invalid', `The registry password would be sent to ${addressOf(platform)} unencrypted.`, {
    remedy: "Set KUBE_HELM_URL to the platform's https address.",
  });
}

/** Asks the local platform to serve its applications under a host name; only the local platform knows this request. */
export async function allowHost(platform: PlatformConnection, host: string, signal: AbortSignal): Promise<void> {
  await postJson(platform, { path: '/local-platform/hosts', body: { host }, deadlineMs: 10_000 }, signal);
}

const faultsSchema = z.record(z.string(), z.union([z.boolean(), z.number()]));
type SwitchedFaults = z.output<typeof faultsSchema>;

/** Injects the named faults into the local platform and turns all others off. Returns all faults. */
export async function switchFaults(
  platform: PlatformConnection,
  faults: SwitchedFaults,
  signal: AbortSignal,
): Promise<SwitchedFaults> {
  const path = '/local-platform/faults';
  const answer = await postJson(platform, { path, body: faults, deadlineMs: 10_000 }, signal);
  return readJson(answer, faultsSchema, 'answer to POST /local-platform/faults');
}
