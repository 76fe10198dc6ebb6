import type Dockerode from 'dockerode';
import type { ContainerRun } from './containerEngine.ts';

export const platformLabel = 'kaapana-edk.platform';
export const releaseLabel = 'kaapana-edk.release';
export const podLabel = 'kaapana-edk.pod';

export interface ContainerPlace {
  readonly platformId: string;
  readonly adminNamespace: string;
  readonly mounts: readonly Dockerode.MountSettings[];
  /** Docker refuses a limit above what the machine has; Kubernetes does not. */
  readonly processors: number;
}

/** A container of a pod as the Docker Engine takes it. */
export function containerSettings(run: ContainerRun, place: ContainerPlace): Dockerode.ContainerCreateOptions {
  const { container } = run;
  return {
    Image: container.image,
    ...(container.command === undefined ? {} : { Entrypoint: [...container.command] }),
    ...(container.arguments === undefined ? {} : { Cmd: [...container.arguments] }),
    // A command without arguments must not get those of the image.
    ...(container.command !== undefined && container.arguments === undefined ? { Cmd: [] } : {}),
    ...(container.workingFolder === undefined ? {} : { WorkingDir: container.workingFolder }),
    ...(container.user === undefined ? {} : { User: container.user }),
    Env: Object.entries(container.environment).map(([name, value]) => `${name}=${value}`),
    Labels: {
      [platformLabel]: place.platformId,
      [releaseLabel]: run.release,
      [podLabel]: run.pod,
      'kaapana-edk.container': container.name,
    },
    HostConfig: {
      ...networkSettings(run, place),
      Mounts: [...place.mounts],
      ReadonlyRootfs: container.readOnlyRoot,
      ...limitSettings(run, place),
    },
  };
}

function networkSettings({ network }: ContainerRun, { adminNamespace }: ContainerPlace): Dockerode.HostConfig {
  if (network.holder !== undefined) return { NetworkMode: `container:${network.holder}` };
  const service = `kube-helm-service.${adminNamespace}.svc`;
  return {
    // The platform and its registry listen on loopback only; pods reach them there.
    NetworkMode: 'host',
    ExtraHosts: [`${service}:127.0.0.1`, `${service}.cluster.local:127.0.0.1`],
  };
}

function limitSettings({ container: { limits } }: ContainerRun, { processors }: ContainerPlace): Dockerode.HostConfig {
  const { memoryBytes, processors: wanted } = limits;
  return {
    // No swap on top, as on a node.
    ...(memoryBytes === undefined ? {} : { Memory: memoryBytes, MemorySwap: memoryBytes }),
    ...(wanted === undefined ? {} : { NanoCpus: Math.round(Math.min(wanted, processors) * 1e9) }),
  };
}
