import { z } from 'zod';
import type { RegistryCredentials } from '../docker/openBuildSession.ts';
import { EdkError } from '../errors/edkError.ts';
import { readNetworkPlace } from '../http/readNetworkPlace.ts';
import { compareVersions } from '../../shared/versions/compareVersions.ts';
import { addressOf, expectSuccess, readPlatform, type PlatformCall } from './callPlatform.ts';
import { paceOf, type PlatformConnection } from './platformConnection.ts';
import { readJson } from './readJson.ts';

export interface PlatformRegistry {
  /** Host, optionally with a port and a path. */
  readonly registry: string;
  readonly credentials: RegistryCredentials;
}

/**
 * The versions of the platform's own chart in a registry, oldest first, as the platform sees them from where it is.
 *
 * @throws EdkError `settings.invalid` for a platform reached without encryption from elsewhere: it wants the credentials
 * as part of the address.
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
  throw new EdkError(
    'settings.invalid',
    `The password for the registry would travel to ${addressOf(platform)} unencrypted.`,
    {
      remedy: "Set KUBE_HELM_URL to the platform's https address.",
    },
  );
}
