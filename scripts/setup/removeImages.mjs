import { connectDocker } from './dockerConnection.mjs';

/**
 * Removes the images that are named after a registry that is gone, and those with a label, named or not.
 *
 * @param {string} endpoint
 * @param {{ prefix?: string, label?: string }} which prefix: of the names, such as `localhost:5000/`
 */
export async function removeImages(endpoint, { prefix, label }) {
  const docker = await connectDocker(endpoint);
  for (const { RepoTags: tags } of await docker.listImages()) {
    for (const tag of tags ?? []) {
      if (prefix !== undefined && tag.startsWith(prefix)) await docker.getImage(tag).remove();
    }
  }
  if (label === undefined) return;
  for (const { Id: id } of await docker.listImages({ filters: { label: [label] } })) {
    await docker.getImage(id).remove({ force: true });
  }
}
