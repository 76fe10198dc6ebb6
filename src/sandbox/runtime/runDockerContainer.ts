import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type Dockerode from 'dockerode';
import { z } from 'zod';
import type { ContainerExit, ContainerRun } from './containerEngine.ts';
import { containerSettings } from './containerSettings.ts';
import { captureLog } from './captureLog.ts';
import type { DockerEngineParts } from './dockerEngineParts.ts';
import { engineMessage } from './engineMessage.ts';
import { openBinds } from './openBinds.ts';

const waitSchema = z.object({ StatusCode: z.number() });
/** Docker's own grace period must not hold up the end of the platform. */
const longestGraceSeconds = 5;

/** Creates, starts, watches and removes one container. */
export async function runDockerContainer(run: ContainerRun, parts: DockerEngineParts): Promise<ContainerExit> {
  run.signal.throwIfAborted();
  const container = await create(run, parts);
  const stop = () => {
    void container.stop({ t: Math.min(run.graceSeconds, longestGraceSeconds) }).catch(() => undefined);
  };
  try {
    await container.start().catch((error: unknown) => {
      throw new Error(engineMessage(error), { cause: error });
    });
    run.onRunning();
    run.signal.addEventListener('abort', stop, { once: true });
    if (run.signal.aborted) stop();
    const exit = await watch(container, run, parts);
    run.signal.throwIfAborted();
    return exit;
  } finally {
    run.signal.removeEventListener('abort', stop);
    await container.remove({ force: true, v: true }).catch(() => undefined);
  }
}

async function create(run: ContainerRun, { docker, state, adminNamespace }: DockerEngineParts) {
  const binds = await openBinds(run, docker, state);
  try {
    return await docker.createContainer(containerSettings(run, { platformId: state.id, adminNamespace, binds }));
  } catch (error) {
    throw new Error(engineMessage(error), { cause: error });
  }
}

async function watch(
  container: Dockerode.Container,
  run: ContainerRun,
  { docker, state }: DockerEngineParts,
): Promise<ContainerExit> {
  const folder = join(state.logs, run.release);
  await mkdir(folder, { recursive: true });
  const stream = await container.logs({ follow: true, stdout: true, stderr: true });
  const log = captureLog(stream, { docker, file: join(folder, `${run.pod}.log`), container: run.container.name });
  const { StatusCode } = waitSchema.parse(await container.wait());
  const logTail = await log;
  const { State } = await container.inspect();
  return { exitCode: StatusCode, outOfMemory: State.OOMKilled, logTail };
}
