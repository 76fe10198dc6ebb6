import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDocker } from '../../../src/core/docker/connectDocker.ts';
import { readEnvironment } from '../../../src/core/settings/environment.ts';
import { startLocalPlatform } from '../../../src/sandbox/server.ts';
import type { ContractOptions } from './options.ts';
import { ordinaryPlatform } from '../../support/sandbox/ordinaryPlatform.ts';

/** A local platform for the time of a run: as the real one in everything but its patience. */
export async function startLocal(): Promise<{ readonly options: ContractOptions; close(): Promise<void> }> {
  const environment = readEnvironment();
  const helm = environment.helm ?? 'helm';
  const answerSeconds = 2;
  const stateFolder = await mkdtemp(join(tmpdir(), 'edk-contract-platform-'));
  const platform = await startLocalPlatform({
    stateFolder,
    ...ordinaryPlatform,
    helm,
    docker: await connectDocker({ ...environment.docker, home: homedir() }),
    listCacheSeconds: 2,
    pace: { installAnswerSeconds: answerSeconds },
  });
  return {
    options: {
      url: platform.url,
      project: { id: 'admin', name: 'admin' },
      image: environment.rootImage,
      token: platform.token,
      helm,
      answerSeconds,
    },
    async close() {
      await platform.close();
      await rm(stateFolder, { recursive: true, force: true });
    },
  };
}
