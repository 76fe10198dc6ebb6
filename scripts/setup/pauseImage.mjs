import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { connectDocker } from './dockerConnection.mjs';

export const PAUSE_IMAGE = 'docker.io/kaapana-edk/cluster-pause:1';

/**
 * The image of the container that holds a pod's network: it only sleeps. The Engine keeps none of it.
 *
 * @param {{ docker: string, rootImage: string }} parts docker: the Engine's endpoint
 * @param {string} folder
 * @returns {Promise<string>} path of a tar as `docker save` writes it
 */
export async function savePauseImage({ docker: endpoint, rootImage }, folder) {
  const docker = await connectDocker(endpoint);
  const container = await docker.createContainer({ Image: rootImage });
  try {
    const [repo, tag] = PAUSE_IMAGE.split(':');
    await container.commit({ repo, tag, changes: 'ENTRYPOINT ["sleep", "infinity"]' });
  } finally {
    await container.remove();
  }
  const image = docker.getImage(PAUSE_IMAGE);
  try {
    const tar = join(folder, 'pause.tar');
    await pipeline(await image.get(), createWriteStream(tar));
    return tar;
  } finally {
    await image.remove();
  }
}
