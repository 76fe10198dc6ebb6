import { type DockerConnection, reachDocker } from '../../core/docker/connectDocker.ts';
import { readLastRecord } from '../../core/settings/localPlatform.ts';
import { endForgottenRegistry } from '../registry/registryProcess.ts';
import { createDockerEngine } from '../runtime/createDockerEngine.ts';
import { removeAccessFile, removePlatformFile } from '../state/platformFile.ts';
import { openStateFolder } from '../state/stateFolder.ts';

/**
 * Ends the registry and removes the containers and networks of a platform that was killed; nothing happens when it ended
 * as it should. Pods in a cluster stay, and so does what is installed.
 *
 * @throws EdkError `docker.unreachable`.
 */
export async function removeRemains(
  stateFolder: string,
  connect: () => Promise<DockerConnection>,
): Promise<'removed' | 'none'> {
  const record = await readLastRecord(stateFolder);
  if (record === undefined) return 'none';
  const state = await openStateFolder(stateFolder);
  await endForgottenRegistry(state.root);
  if (record.kubeContext === undefined) {
    const connection = await connect();
    await reachDocker(connection, new AbortController().signal);
    await createDockerEngine({ docker: connection.docker, state, adminNamespace: '' }).removeAll();
  }
  await removeAccessFile(state.root);
  await removePlatformFile(state.root);
  return 'removed';
}
