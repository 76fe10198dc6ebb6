import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type Dockerode from 'dockerode';
import { z } from 'zod';
import type { ContainerExit, ContainerRun } from './containerEngine.ts';
import { containerSettings } from './containerSettings.ts';
import { captureLog } from './captureLog.ts';
import type { DockerEngineParts } from './dockerEngineParts.ts';
import { engineMessage } from './engineMessage.ts';
import { execInContainer } from './execInContainer.ts';
import { openMounts, type OpenMounts } from './openMounts.ts';
import { pathInside } from '../state/pathInside.ts';

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
