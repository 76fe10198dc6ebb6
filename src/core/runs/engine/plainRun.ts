import type { ContainerRun } from './runEngine.ts';

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
