import type Dockerode from 'dockerode';
import { z } from 'zod';
import type { NetworkRequest, PodNetwork } from './containerEngine.ts';
import { platformLabel, podLabel, releaseLabel } from './dockerEngineParts.ts';
import { engineMessage, isNotFound } from './dockerEngineParts.ts';
import { importPauseImage, pauseImage } from './pauseImage.ts';

export interface PodNetworks {
  /** Rejects with the engine's words. */
  open(request: NetworkRequest): Promise<PodNetwork>;
  /** Removes the network itself, after all containers. */
  remove(): Promise<void>;
}

const inspectSchema = z.object({
  NetworkSettings: z.object({ Networks: z.record(z.string(), z.object({ IPAddress: z.string() })) }),
});

/** Networks for pods behind Services: one bridge per platform, in which Docker's DNS knows the Services' names. */
export function createPodNetworks(docker: Dockerode, platformId: string): PodNetworks {
  const bridge = `kaapana-edk-${platformId}`;
  const labels = { [platformLabel]: platformId };
  let made: Promise<unknown> | undefined;

  async function makeBridge(): Promise<void> {
    made ??= docker.createNetwork({ Name: bridge, CheckDuplicate: true, Labels: labels });
    try {
      await made;
    } catch (error) {
      made = undefined;
      throw error;
    }
  }

  async function createHolder({ release, pod, names }: NetworkRequest): Promise<Dockerode.Container> {
    const settings: Dockerode.ContainerCreateOptions = {
      Image: pauseImage,
      Labels: { ...labels, [releaseLabel]: release, [podLabel]: pod },
      HostConfig: { NetworkMode: bridge },
      NetworkingConfig: { EndpointsConfig: { [bridge]: { Aliases: [...names] } } },
    };
    try {
      return await docker.createContainer(settings);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await importPauseImage(docker);
      return await docker.createContainer(settings);
    }
  }

  async function open(request: NetworkRequest): Promise<PodNetwork> {
    await makeBridge();
    const holder = await createHolder(request);
    const close = async (): Promise<void> => {
      await holder.remove({ force: true, v: true }).catch(() => undefined);
    };
    try {
      await holder.start();
      const { NetworkSettings } = inspectSchema.parse(await holder.inspect());
      const address = NetworkSettings.Networks[bridge]?.IPAddress;
      if (address === undefined || address === '') throw new Error(`The pod has no address in the network ${bridge}.`);
      return { holder: holder.id, address, close };
    } catch (error) {
      await close();
      throw error;
    }
  }

  return {
    async open(request) {
      try {
        return await open(request);
      } catch (error) {
        throw new Error(engineMessage(error), { cause: error });
      }
    },
    async remove() {
      made = undefined;
      const networks = await docker.listNetworks({ filters: { label: [`${platformLabel}=${platformId}`] } });
      for (const { Id } of networks) {
        await docker
          .getNetwork(Id)
          .remove()
          .catch((error: unknown) => {
            if (!isNotFound(error)) throw error;
          });
      }
    },
  };
}
