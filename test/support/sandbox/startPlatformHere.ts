import { homedir } from 'node:os';
import { connectDocker } from '../../../src/core/docker/connectDocker.ts';
import { readEnvironment } from '../../../src/core/settings/environment.ts';
import type { LocalPlatform } from '../../../src/sandbox/start/openPlatform.ts';
import { startLocalPlatform } from '../../../src/sandbox/server.ts';
import { ordinaryPlatform } from './ordinaryPlatform.ts';

/** A local platform in this process, with real Helm and the real Docker Engine, whose list is always fresh. */
export async function startPlatformHere(stateFolder: string): Promise<LocalPlatform> {
  const environment = readEnvironment();
  return startLocalPlatform({
    stateFolder,
    ...ordinaryPlatform,
    helm: environment.helm ?? 'helm',
    docker: await connectDocker({ ...environment.docker, home: homedir() }),
    listCacheSeconds: 0,
  });
}
