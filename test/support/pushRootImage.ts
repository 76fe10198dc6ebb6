import { connectDocker } from '../../src/core/docker/connectDocker.ts';
import { readEnvironment } from '../../src/core/settings/environment.ts';
import { rootImage } from './imageWorkbench.ts';

/** Puts the image that tests run something in into a registry (`host:port`). @returns its reference there */
export async function pushRootImage(registry: string, name: string): Promise<string> {
  const environment = readEnvironment();
  const { docker } = await connectDocker({ ...environment.docker, home: environment.home });
  const repo = `${registry}/${name}`;
  await docker.getImage(rootImage).tag({ repo, tag: 'latest' });
  const stream = await docker.getImage(`${repo}:latest`).push({ authconfig: { username: '', password: '' } });
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(stream, (error) => (error === null ? resolve() : reject(error)));
  });
  return `${repo}:latest`;
}
