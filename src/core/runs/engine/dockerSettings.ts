import type Docker from 'dockerode';
import type { ContainerRun } from './runEngine.ts';

export const runLabel = 'org.kaapana.edk.run';
/** The process that runs the container, as `host:pid:start`. */
export const ownerLabel = 'org.kaapana.edk.owner';

/** A pod of the platform has no such limit, but a machine that people work on should survive a fork bomb. */
const mostProcesses = 4096;

export interface EngineFacts {
  /** The Engine refuses a limit above what the machine has; Kubernetes does not. */
  readonly processors: number;
  readonly owner: string;
}

/** The container of a run as the Docker Engine takes it. */
export function dockerSettings(run: ContainerRun, { processors, owner }: EngineFacts): Docker.ContainerCreateOptions {
  const { contract, command, port } = run;
  return {
    Image: contract.image,
    ...(command === undefined ? {} : { Entrypoint: command.slice(0, 1), Cmd: command.slice(1) }),
    Env: Object.entries({ ...contract.environment, ...run.environment }).map(([name, value]) => `${name}=${value}`),
    Labels: { ...contract.labels, [runLabel]: contract.name, [ownerLabel]: owner },
    Healthcheck: { Test: ['NONE'] },
    ...(port === undefined ? {} : { ExposedPorts: { [`${port}/tcp`]: {} } }),
    HostConfig: {
      NetworkMode: run.network,
      Mounts: mountsOf(run),
      // No swap on top, as on a node.
      Memory: contract.memory.limit,
      MemorySwap: contract.memory.limit,
      // Where the platform mounts memory; it counts as the container's.
      ...(contract.mounts.some(({ source }) => source === 'memory') ? { ShmSize: contract.memory.limit } : {}),
      PidsLimit: mostProcesses,
      ...(contract.cpu === undefined
        ? {}
        : { NanoCpus: Math.round(Math.min(contract.cpu.limit / 1000, processors) * 1e9) }),
      ...(contract.gpus === 0
        ? {}
        : { DeviceRequests: [{ Driver: '', Count: contract.gpus, Capabilities: [['gpu']] }] }),
      // Output is followed from the start, and kept by us.
      LogConfig: { Type: 'none', Config: {} },
    },
  };
}

/** With source and target apart: no name can be read as an option. */
function mountsOf({ contract, folders, mounts }: ContainerRun): Docker.MountSettings[] {
  const own = contract.mounts.flatMap(({ source, target, mode }) => {
    const folder = source === 'memory' ? undefined : folders[source];
    return folder === undefined ? [] : [{ folder, target, mode }];
  });
  return [...own, ...mounts].map(({ folder, target, mode }) => ({
    Type: 'bind',
    Source: folder,
    Target: target,
    ReadOnly: mode === 'ro',
  }));
}
