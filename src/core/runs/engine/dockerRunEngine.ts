import { hostname } from 'node:os';
import type Docker from 'dockerode';
import { z } from 'zod';
import type { DockerConnection } from '../../docker/connectDocker.ts';
import { engineMessage, explainDockerError, refusalStatus } from '../../docker/dockerAnswers.ts';
import { EdkError } from '../../errors/edkError.ts';
import { isRunning, processIdentity } from '../../process/process.ts';
import { keepLog } from './containerLog.ts';
import { dockerSettings, ownerLabel, runLabel } from './dockerSettings.ts';
import { watchPeakMemory } from './peakMemory.ts';
import type { ContainerEnd, ContainerRun, RunEngine } from './runEngine.ts';

/** For a process that listens to SIGTERM. In seconds. */
const grace = 3;

const infoSchema = z.object({
  NCPU: z.number().optional(),
  Runtimes: z.record(z.string(), z.unknown()).optional(),
  CDISpecDirs: z.array(z.string()).nullish(),
});

const imageSchema = z.object({ RepoDigests: z.array(z.string()).nullish() });

/** Runs the containers of runs with the Docker Engine, which has to be on this machine: their folders are mounted. */
export function createDockerRunEngine(connection: DockerConnection): RunEngine {
  const { docker, address } = connection;
  let info: Promise<z.infer<typeof infoSchema>> | undefined;
  const readInfo = (): Promise<z.infer<typeof infoSchema>> => {
    info ??= docker.info().then((answer: unknown) => infoSchema.parse(answer));
    return info;
  };
  return {
    async sweep() {
      try {
        await removeAbandoned(docker);
      } catch (error) {
        throw explainDockerError(error, address);
      }
    },
    hasGpu: async () => Object.keys((await readInfo()).Runtimes ?? {}).some((name) => name.includes('nvidia')),
    async run(run) {
      run.signal.throwIfAborted();
      const { NCPU: processors = 1 } = await readInfo().catch((error: unknown) => {
        throw explainDockerError(error, address);
      });
      const container = await create(run, connection, processors);
      try {
        return await runToEnd(container, run, connection);
      } catch (error) {
        run.signal.throwIfAborted();
        throw explainLost(error, run, address);
      } finally {
        await container.remove({ force: true, v: true }).catch(() => undefined);
      }
    },
  };
}

async function create(
  run: ContainerRun,
  { docker, address }: DockerConnection,
  processors: number,
): Promise<Docker.Container> {
  try {
    return await docker.createContainer(dockerSettings(run, { processors, owner: await ownName() }));
  } catch (error) {
    const said = engineMessage(error);
    if (/bind source path does not exist/i.test(said)) {
      throw new EdkError(
        'run.engineRemote',
        `The Docker Engine at ${address} does not see the files of this machine.`,
        {
          detail: said,
          cause: error,
        },
      );
    }
    if (refusalStatus(error) === undefined) throw explainDockerError(error, address);
    throw new EdkError('run.cannotStart', `The container of ${run.contract.image} cannot be created.`, {
      detail: said,
      cause: error,
    });
  }
}

async function runToEnd(container: Docker.Container, run: ContainerRun, connection: DockerConnection) {
  const { docker } = connection;
  // Before the start: of a container that ends at once, nothing would be told afterwards.
  const stream = await container.attach({ stream: true, stdout: true, stderr: true });
  const log = keepLog(docker, stream, { file: run.logFile, onLine: run.onLine });
  // Of a container that does not start, nobody asks for it.
  log.catch(() => undefined);
  const ended = new AbortController();
  const stopping = stopper(container, run);
  try {
    await start(container, run);
    const peak = watchPeakMemory(container, ended.signal);
    stopping.watch();
    await container.wait();
    ended.abort();
    const facts = await container.inspect();
    run.signal.throwIfAborted();
    const stopped = stopping.reason();
    return endOf(facts, {
      stopped,
      peakMemory: await peak,
      ...(await log),
      digest: await digestOf(docker, facts),
    });
  } finally {
    ended.abort();
    stopping.dispose();
  }
}

async function start(container: Docker.Container, run: ContainerRun): Promise<void> {
  try {
    await container.start();
  } catch (error) {
    if (refusalStatus(error) === undefined) throw error;
    throw new EdkError('run.cannotStart', `The container of ${run.contract.image} cannot be started.`, {
      detail: engineMessage(error),
      cause: error,
    });
  }
}

/** Ends a container when its time is over or the run is cancelled. */
function stopper(container: Docker.Container, { signal, timeoutMs }: ContainerRun) {
  let reason: 'timeout' | undefined;
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => void container.stop({ t: grace }).catch(() => undefined);
  const onTime = (): void => {
    reason = 'timeout';
    stop();
  };
  return {
    watch: () => {
      timer = setTimeout(onTime, timeoutMs);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
    },
    reason: () => reason,
    dispose: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    },
  };
}

interface SeenOfRun {
  readonly stopped: ContainerEnd['stopped'];
  readonly peakMemory: number | undefined;
  readonly lastLines: string;
  readonly output: string;
  readonly digest: string | undefined;
}

function endOf(facts: Docker.ContainerInspectInfo, { digest, ...seen }: SeenOfRun): ContainerEnd {
  const { State, Image, Path, Args } = facts;
  return {
    ...seen,
    exitCode: State.ExitCode,
    outOfMemory: State.OOMKilled,
    started: new Date(State.StartedAt),
    // The Engine notes the start of a container that ends at once after its end.
    ended: new Date(Math.max(Date.parse(State.StartedAt), Date.parse(State.FinishedAt))),
    command: [Path, ...Args],
    imageId: Image,
    imageDigest: digest,
  };
}

/** Where the image was pushed or pulled, the registry's digest of it. */
async function digestOf(docker: Docker, { Image }: Docker.ContainerInspectInfo): Promise<string | undefined> {
  const image: unknown = await docker
    .getImage(Image)
    .inspect()
    .catch(() => undefined);
  return imageSchema.safeParse(image).data?.RepoDigests?.[0];
}

/** The Engine that went away took the container with it, or will be asked for it at the next run. */
function explainLost(error: unknown, run: ContainerRun, address: string): unknown {
  const explained = explainDockerError(error, address);
  if (!(explained instanceof EdkError) || explained.code !== 'docker.unreachable') return explained;
  return new EdkError(
    'docker.unreachable',
    `The connection to the Docker Engine was lost while ${run.contract.image} was running.`,
    {
      detail: explained.detail,
      remedy: 'Start the Engine and run the command again; what is left of the container is removed then.',
      cause: error,
    },
  );
}

/** Numbers of processes mean nothing on other machines and in containers, which have names of their own. */
async function ownName(): Promise<string> {
  const { pid, started = '0' } = await processIdentity(process.pid);
  return `${hostname()}:${pid}:${started}`;
}

async function removeAbandoned(docker: Docker): Promise<void> {
  const containers = await docker.listContainers({ all: true, filters: { label: [runLabel] } });
  for (const { Id, Labels } of containers) {
    const [host, pid = '', started = ''] = (Labels[ownerLabel] ?? '').split(':');
    if (host !== hostname() || !/^\d+$/.test(pid)) continue;
    if (await isRunning({ pid: Number(pid), started: started === '0' ? undefined : started })) continue;
    await docker
      .getContainer(Id)
      .remove({ force: true, v: true })
      .catch(() => undefined);
  }
}
