import { connectDocker } from '../../src/core/docker/connectDocker.ts';
import { readEnvironment } from '../../src/core/settings/environment.ts';

/** Takes every image of these registries (`host:port`) out of the Docker Engine. */
export async function forgetImages(registries: readonly string[]): Promise<void> {
  const environment = readEnvironment();
  const { docker } = await connectDocker({ ...environment.docker, home: environment.home });
  for (const { RepoTags: tags } of await docker.listImages()) {
    for (const tag of tags ?? []) {
      if (registries.some((registry) => tag.startsWith(`${registry}/`))) await docker.getImage(tag).remove();
    }
  }
}
