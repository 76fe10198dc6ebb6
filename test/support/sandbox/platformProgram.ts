import { homedir } from 'node:os';
import { connectDocker } from '../../../src/core/docker/connectDocker.ts';
import { readEnvironment } from '../../../src/core/settings/environment.ts';
import { startLocalPlatform } from '../../../src/sandbox/server.ts';

/** A local platform in a process of its own, which may be killed; its state folder is the argument. Prints its address. */
const environment = readEnvironment();
const platform = await startLocalPlatform({
  stateFolder: process.argv[2] ?? '',
  port: 0,
  buildVersion: '0.6.0',
  registry: { push: 'localhost:32000', pull: 'localhost:32000' },
  namespaces: { admin: 'admin', services: 'services' },
  helm: environment.helm ?? 'helm',
  docker: await connectDocker({ ...environment.docker, home: homedir() }),
  listCacheSeconds: 0,
});
process.stdout.write(`${platform.url}\n`);
const end = (): void => void platform.close().then(() => process.exit());
process.once('SIGTERM', end);
process.stdin.resume().once('end', end);
