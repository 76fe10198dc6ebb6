import type { MountSource, PodContract } from '../contract/podContract.ts';

/** Something that is mounted beside what the pod has, always read-only: tools, a debugger, input data. */
export interface AdditionalMount {
  /** On this machine, absolute. */
  readonly folder: string;
  readonly target: string;
  /** `rw` only for folders that play services: MinIO, the PACS. */
  readonly mode: 'ro' | 'rw';
}

/** One container to run to its end. */
export interface ContainerRun {
  readonly contract: Omit<PodContract, 'conf' | 'network' | 'emptied'>;
  /** Where the pod's folders are on this machine; `conf` is a file. */
  readonly folders: Readonly<Partial<Record<Exclude<MountSource, 'memory'>, string>>>;
  readonly mounts: readonly AdditionalMount[];
  /** Added to what the contract has; only for what is not the platform's container. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** In place of the image's entry point and arguments. */
  readonly command?: readonly string[] | undefined;
  readonly network: 'none' | 'host';
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** A port of the container on the loopback of this machine. */
  readonly port?: number | undefined;
  /** Where the output is kept, for its owner alone; nowhere without it. */
  readonly logFile?: string | undefined;
  readonly onLine: (line: string) => void;
}

export interface ContainerEnd {
  readonly exitCode: number;
  /** Undefined for a container that ended by itself. */
  readonly stopped: 'timeout' | undefined;
  readonly outOfMemory: boolean;
  /** Most memory that was seen in use, in bytes; undefined where the Engine did not tell in time. */
  readonly peakMemory: number | undefined;
  readonly started: Date;
  readonly ended: Date;
  /** Entry point and arguments as they ran. */
  readonly command: readonly string[];
  readonly imageId: string;
  /** `name@sha256:...` where a registry has the image. */
  readonly imageDigest: string | undefined;
  readonly lastLines: string;
  /** What it printed to standard output, up to some megabytes. */
  readonly output: string;
}

/** What runs containers: the Docker Engine here, a pod inside the platform. */
export interface RunEngine {
  /** Removes containers of runs whose edk was killed. */
  sweep(): Promise<void>;
  /** Whether containers can have a GPU. */
  hasGpu(): Promise<boolean>;
  /**
   * Runs a container to its end and removes it, whatever happens.
   *
   * @throws EdkError `run.cannotStart` with the Engine's words, `run.engineRemote`, `docker.*`; AbortError when the
   * signal says so, and then the container is gone.
   */
  run(run: ContainerRun): Promise<ContainerEnd>;
}

export interface PlainRun {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly signal: AbortSignal;
  readonly logFile?: string | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
}

const mebibyte = 1024 * 1024;
const limits = { memory: 2048 * mebibyte, timeoutMs: 10 * 60_000 };

/** A container that is not a pod of the platform: one of our own programs, without a network and with limits. */
export function plainRun({ name, image, command, signal, logFile, onLine }: PlainRun): ContainerRun {
  return {
    contract: {
      name,
      image,
      environment: {},
      mounts: [],
      memory: { request: 0, limit: limits.memory },
      cpu: undefined,
      gpus: 0,
      labels: {},
    },
    folders: {},
    mounts: [],
    command,
    network: 'none',
    timeoutMs: limits.timeoutMs,
    signal,
    logFile,
    onLine: onLine ?? (() => undefined),
  };
}
