import type { ContainerPlan, VolumePlan } from '../manifest/podPlan.ts';

export interface ContainerRun {
  readonly release: string;
  readonly pod: string;
  readonly container: ContainerPlan;
  readonly volumes: readonly VolumePlan[];
  readonly graceSeconds: number;
  readonly signal: AbortSignal;
  readonly onRunning: () => void;
}

export interface ContainerExit {
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** The end of what the container wrote. */
  readonly logTail: string;
}

/** What runs containers: the Docker Engine, or a fake in tests. */
export interface ContainerEngine {
  /** Checks that the engine answers and removes what an earlier run of this platform left. */
  prepare(): Promise<void>;
  hasImage(reference: string): Promise<boolean>;
  /** Rejects with the engine's words. */
  pullImage(reference: string, signal: AbortSignal): Promise<void>;
  /**
   * Runs a container to its end and removes it. Rejects with the engine's words when it cannot be started, and with an
   * AbortError after it was stopped.
   */
  runContainer(run: ContainerRun): Promise<ContainerExit>;
  /** Removes the volumes that lived as long as the pod. */
  removePodVolumes(pod: string): Promise<void>;
  /** Takes the images of an archive as `docker save` writes it. Rejects with the engine's words. */
  importImages(archive: string): Promise<void>;
  /** Removes every container and volume of this platform. */
  removeAll(): Promise<void>;
}
