import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type DockerEngineParts, engineMessage, isNotFound, followProgress } from './dockerEngineParts.ts';
import type { ContainerEngine } from './containerEngine.ts';
import { platformLabel, podLabel } from './dockerEngineParts.ts';
import { createPodNetworks } from './openPodNetwork.ts';
import { pathInside } from '../state/pathInside.ts';
import { runDockerContainer } from './runDockerContainer.ts';

/** Runs pods' containers with the Docker Engine. */
export function createDockerEngine(parts: DockerEngineParts): ContainerEngine {
  const { docker, state } = parts;
  const networks = createPodNetworks(docker, state.id);
  const filters = (label: string) => ({ label: [`${platformLabel}=${state.id}`, label].filter((part) => part !== '') });

  async function removeContainers(): Promise<void> {
    const containers = await docker.listContainers({ all: true, filters: filters('') });
    await Promise.all(containers.map(({ Id }) => ignoreGone(docker.getContainer(Id).remove({ force: true, v: true }))));
  }

  async function removeVolumes(label: string): Promise<void> {
    const { Volumes } = await docker.listVolumes({ filters: filters(label) });
    await Promise.all(Volumes.map(({ Name }) => ignoreGone(docker.getVolume(Name).remove({ force: true }))));
  }

  async function removeAll(): Promise<void> {
    await removeContainers();
    await networks.remove();
    await removeVolumes('');
  }

  return {
    async prepare() {
      await docker.ping();
      await removeAll();
    },
    async hasImage(reference) {
      try {
        await docker.getImage(reference).inspect();
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw error;
      }
    },
    async pullImage(reference, signal, credentials) {
      signal.throwIfAborted();
      try {
        // Without a tag the Engine would pull every tag of the repository.
        const complete = /(:[^:/]+|@[^@]+)$/.test(reference) ? reference : `${reference}:latest`;
        const access = credentials === undefined ? {} : { authconfig: { ...credentials, serveraddress: '' } };
        await followProgress(docker, await docker.pull(complete, { ...access, abortSignal: signal }));
      } catch (error) {
        signal.throwIfAborted();
        throw new Error(engineMessage(error), { cause: error });
      }
    },
    openNetwork: (request) => networks.open(request),
    runContainer: (run) => runDockerContainer(run, parts),
    async removePodVolumes(pod) {
      await removeVolumes(`${podLabel}=${pod}`);
      await rm(pathInside(state.pods, pod), { recursive: true, force: true });
    },
    async importImages(archive) {
      try {
        await followProgress(docker, await docker.loadImage(createReadStream(archive)));
      } catch (error) {
        throw new Error(engineMessage(error), { cause: error });
      }
    },
    removeAll,
  };
}

async function ignoreGone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!isNotFound(error) && !isBeingRemoved(error)) throw error;
  }
}

function isBeingRemoved(error: unknown): boolean {
  return error instanceof Error && error.message.includes('already in progress');
}
