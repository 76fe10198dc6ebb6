import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import type { DockerConnection } from './connectDocker.ts';
import { explainDockerError } from './dockerAnswers.ts';

interface PythonRun {
  readonly image: string;
  readonly script: string;
  /** Content of /kaapana-edk-sources.json in the container. */
  readonly input: string;
}

const timeLimitMs = 60_000;
const memoryBytes = 1024 * 1024 * 1024;
const mostOutput = 8 * 1024 * 1024;

/**
 * Runs a script with an image's python3, in a container without a network that is always removed.
 *
 * @returns its output; undefined if the image has no python3, or the script fails or does not finish in time.
 * @throws EdkError `docker.*`; AbortError.
 */
export async function runPythonInImage(
  { docker, address }: DockerConnection,
  run: PythonRun,
  signal: AbortSignal,
): Promise<string | undefined> {
  signal.throwIfAborted();
  try {
    const container = await docker.createContainer(settingsOf(run));
    try {
      await container.putArchive(await archiveOf(run.input), { path: '/' });
      signal.throwIfAborted();
      return await outputOf(container, docker, signal);
    } finally {
      await container.remove({ force: true, v: true }).catch(() => undefined);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw explainDockerError(error, address);
  }
}

function settingsOf({ image, script }: PythonRun): Docker.ContainerCreateOptions {
  return {
    Image: image,
    Entrypoint: ['python3'],
    Cmd: ['-c', script],
    Healthcheck: { Test: ['NONE'] },
    Labels: { 'org.kaapana.edk.check': 'imports' },
    HostConfig: {
      NetworkMode: 'none',
      Memory: memoryBytes,
      MemorySwap: memoryBytes,
      PidsLimit: 64,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      // The Engine may use another log driver by default, which is not needed when attaching.
      LogConfig: { Type: 'none', Config: {} },
    },
  };
}

function archiveOf(input: string): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: 'kaapana-edk-sources.json', mode: 0o444 }, input);
  archive.finalize();
  return buffer(archive);
}

async function outputOf(container: Docker.Container, docker: Docker, signal: AbortSignal): Promise<string | undefined> {
  const stream = await container.attach({ stream: true, stdout: true, stderr: true });
  const output = collect(stream, docker);
  try {
    await container.start();
  } catch {
    // The image has no python3.
    return undefined;
  }
  const kill = (): void => void container.kill().catch(() => undefined);
  const limit = setTimeout(kill, timeLimitMs);
  signal.addEventListener('abort', kill, { once: true });
  if (signal.aborted) kill();
  try {
    const { StatusCode } = (await container.wait()) as { readonly StatusCode: number };
    signal.throwIfAborted();
    return StatusCode === 0 ? await output : undefined;
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', kill);
  }
}

/** The standard output, once it has ended. */
function collect(stream: NodeJS.ReadableStream, docker: Docker): Promise<string> {
  const standard = new PassThrough();
  const other = new PassThrough();
  other.resume();
  docker.modem.demuxStream(stream, standard, other);
  return new Promise((resolve) => {
    let text = '';
    standard.on('data', (chunk: Buffer) => {
      if (text.length < mostOutput) text += chunk.toString('utf8');
    });
    for (const event of ['end', 'close', 'error']) stream.once(event, () => setImmediate(() => resolve(text)));
  });
}
