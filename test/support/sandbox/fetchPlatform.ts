import { readPlatformAccess } from '../../../src/core/settings/localPlatform.ts';

/**
 * Asks the local platform that runs with a state folder, as the person who started it.
 *
 * @param path below `/kube-helm-api/`.
 */
export async function fetchPlatform(platformFolder: string, path: string, init: RequestInit = {}): Promise<Response> {
  const access = await readPlatformAccess(platformFolder);
  if (access === undefined) throw new Error(`No local platform runs with ${platformFolder}.`);
  const headers = { authorization: `Bearer ${access.token}` };
  return await fetch(new URL(path, access.url), { ...init, headers });
}
