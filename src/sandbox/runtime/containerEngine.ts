import type { RegistryCredentials } from '../../core/docker/openBuildSession.ts';
import type { ContainerPlan, VolumePlan } from '../manifest/podPlan.ts';

export interface ContainerRun {
  readonly release: string;
  readonly pod: string;
  readonly container: ContainerPlan;
  readonly volumes: readonly VolumePlan[];
  readonly network: PodNetwork;
  readonly graceSeconds: number;
  readonly signal: AbortSignal;
  readonly onRunning: (running: RunningContainer) => void;
}

/** A container between its start and its end. */
export interface RunningContainer {
  /** Runs a command in it to its end; rejects when it cannot be started. */
  exec(
    command: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly exitCode: number; readonly output: string }>;
}

export interface ContainerExit {
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** The end of what the container wrote. */
  readonly logTail: string;
}

/** Where the containers of a pod listen. */
export interface PodNetwork {
  /** The container whose network the pod's containers join; without one they use the host's. */
  readonly holder: string | undefined;
  /** IP address, as this machine reaches it. */
  readonly address: string;
  close(): Promise<void>;
}

/** The network of the machine itself, which pods of a release without Services use. */
export const hostNetwork: PodNetwork = { holder: undefined, address: '127.0.0.1', close: () => Promise.resolve() };

export interface NetworkRequest {
  readonly release: string;
  readonly pod: string;
  /** Under which other pods call this one. */
  readonly names: readonly string[];
}

/** What runs containers: the Docker Engine, or a fake in tests. */
export interface ContainerEngine {
  /** Checks that the engine answers and removes what an earlier run of this platform left. */
  prepare(): Promise<void>;
  hasImage(reference: string): Promise<boolean>;
  /** Rejects with the engine's words. */
  pullImage(reference: string, signal: AbortSignal, credentials?: RegistryCredentials): Promise<void>;
  /** Makes a network for one pod. Rejects with the engine's words. */
  openNetwork(request: NetworkRequest): Promise<PodNetwork>;
  /**
   * Runs a container to its end and removes it. Rejects with the engine's words when it cannot be started, and with an
   * AbortError after it was stopped.
   */
  runContainer(run: ContainerRun): Promise<ContainerExit>;
  /** Removes the volumes that lived as long as the pod. */
  removePodVolumes(pod: string): Promise<void>;
  /** Takes the images of an archive as `docker save` writes it. Rejects with the engine's words. */
  importImages(archive: string): Promise<void>;
  /** Removes every container, network and volume of this platform. */
  removeAll(): Promise<void>;
}
