import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import type Dockerode from 'dockerode';
import { z } from 'zod';
import { privateFileMode } from '../../core/files/writeFiles.ts';
import { lastLines } from '../../core/text/plainText.ts';
import { pathInside } from '../state/pathInside.ts';
import type { ContainerExit, ContainerRun } from './containerEngine.ts';
import { type DockerEngineParts, engineMessage, platformLabel, podLabel, releaseLabel } from './dockerEngineParts.ts';
import { openMounts, type OpenMounts } from './openMounts.ts';

const waitSchema = z.object({ StatusCode: z.number() });
/** Docker's own grace period must not hold up the end of the platform. */
const longestGraceSeconds = 5;

/** Creates, starts, watches and removes one container. */
export async function runDockerContainer(run: ContainerRun, parts: DockerEngineParts): Promise<ContainerExit> {
  run.signal.throwIfAborted();
  const mounts = await openMounts(run, parts.docker, parts.state);
  const container = await create(run, mounts, parts);
  const stop = () => {
    void container.stop({ t: Math.min(run.graceSeconds, longestGraceSeconds) }).catch(() => undefined);
  };
  try {
    // Before the start: of a container that ends at once, the Engine's log may still be empty when it is asked for.
    const logTail = followOutput(await attach(container), run, parts);
    // It is awaited at the end; of a container that does not even start, nobody asks for it.
    logTail.catch(() => undefined);
    await mounts.check();
    await container.start().catch((error: unknown) => {
      throw new Error(engineMessage(error), { cause: error });
    });
    await mounts.check();
    run.onRunning({ exec: (command, signal) => execInContainer(container, command, { docker: parts.docker, signal }) });
    run.signal.addEventListener('abort', stop, { once: true });
    if (run.signal.aborted) stop();
    const { StatusCode } = waitSchema.parse(await container.wait());
    const { State } = await container.inspect();
    run.signal.throwIfAborted();
    return { exitCode: StatusCode, outOfMemory: State.OOMKilled, logTail: await logTail };
  } finally {
    run.signal.removeEventListener('abort', stop);
    await container.remove({ force: true, v: true }).catch(() => undefined);
  }
}

async function create(run: ContainerRun, mounts: OpenMounts, { docker, state, adminNamespace }: DockerEngineParts) {
  const processors = availableParallelism();
  const place = { platformId: state.id, adminNamespace, mounts: mounts.settings, processors };
  try {
    return await docker.createContainer(containerSettings(run, place));
  } catch (error) {
    throw new Error(engineMessage(error), { cause: error });
  }
}

function attach(container: Dockerode.Container): Promise<NodeJS.ReadableStream> {
  return container.attach({ stream: true, stdout: true, stderr: true });
}

/** Writes what the container prints to the pod's log; its last lines when it ended, however it ended. */
async function followOutput(
  stream: NodeJS.ReadableStream,
  run: ContainerRun,
  { docker, state }: DockerEngineParts,
): Promise<string> {
  const folder = pathInside(state.logs, run.release);
  await mkdir(folder, { recursive: true });
  return captureLog(stream, { docker, file: pathInside(folder, `${run.pod}.log`), container: run.container.name });
}

interface ContainerPlace {
  readonly platformId: string;
  readonly adminNamespace: string;
  readonly mounts: readonly Dockerode.MountSettings[];
  /** Docker refuses a limit above what the machine has; Kubernetes does not. */
  readonly processors: number;
}

/** A container of a pod as the Docker Engine takes it. */
function containerSettings(run: ContainerRun, place: ContainerPlace): Dockerode.ContainerCreateOptions {
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

interface LogTarget {
  readonly docker: Dockerode;
  /** Appended to: containers of a pod share it. */
  readonly file: string;
  readonly container: string;
}

const keptCharacters = 16_384;
const keptLines = 20;

/** Writes a container's output to a file; its last lines when it ended. */
async function captureLog(stream: NodeJS.ReadableStream, target: LogTarget): Promise<string> {
  const output = new PassThrough();
  const file = createWriteStream(target.file, { flags: 'a', mode: privateFileMode });
  let tail = '';
  target.docker.modem.demuxStream(stream, output, output);
  stream.on('end', () => output.end());
  stream.on('error', () => output.end());
  // A full disk must not end the pod; its output is lost then.
  file.on('error', () => undefined);
  file.write(`--- container ${target.container}\n`);
  output.on('data', (chunk: Buffer) => {
    file.write(chunk);
    tail = (tail + chunk.toString('utf8')).slice(-keptCharacters);
  });
  await finished(output);
  file.end();
  await finished(file).catch(() => undefined);
  return lastLines(tail, keptLines);
}

const inspectSchema = z.object({ ExitCode: z.number().nullable() });

/** Runs a command in a running container to its end; rejects with the engine's words, or an AbortError. */
async function execInContainer(
  container: Dockerode.Container,
  command: readonly string[],
  { docker, signal }: { readonly docker: Dockerode; readonly signal: AbortSignal },
): Promise<{ exitCode: number; output: string }> {
  const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, abortSignal: signal });
  const stream = await exec.start({ abortSignal: signal });
  const output = new PassThrough();
  docker.modem.demuxStream(stream, output, output);
  const end = (): void => void output.end();
  stream.once('end', end);
  stream.once('close', end);
  stream.once('error', end);
  const stop = (): void => void stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const said = lastLines(await text(output), 5);
    signal.throwIfAborted();
    const { ExitCode } = inspectSchema.parse(await exec.inspect());
    return { exitCode: ExitCode ?? 1, output: said };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
