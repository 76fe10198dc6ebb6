import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { findDockerAddress, type DockerAddress, type DockerSurroundings } from './dockerAddress.ts';
import { explainDockerError, refusalStatus } from './dockerAnswers.ts';

export interface DockerConnection {
  readonly docker: Docker;
  /** Address for messages. */
  readonly address: string;
}

/** Prepares the connection without sending anything. */
export async function connectDocker(environment: DockerSurroundings): Promise<DockerConnection> {
  const address = await findDockerAddress(environment);
  return { docker: new Docker(await optionsOf(address, environment)), address: address.url };
}

async function optionsOf(address: DockerAddress, environment: DockerSurroundings): Promise<Docker.DockerOptions> {
  const [, scheme = '', rest = ''] = /^(\w+):\/\/(.*)$/.exec(address.url) ?? [];
  switch (scheme) {
    case 'unix':
      return { socketPath: rest === '' ? '/var/run/docker.sock' : rest };
    case 'npipe':
      return { socketPath: rest };
    case 'ssh': {
      const { hostname, port, username } = new URL(address.url);
      return {
        protocol: 'ssh',
        host: hostname,
        port: port === '' ? 22 : Number(port),
        ...(username === '' ? {} : { username }),
        ...(environment.sshAgent === undefined ? {} : { sshOptions: { agent: environment.sshAgent } }),
      };
    }
    case 'tcp':
    case 'http':
    case 'https': {
      const { hostname, port } = new URL(`http://${rest}`);
      const tls = address.tls || scheme === 'https' || port === '2376';
      return {
        protocol: tls ? 'https' : 'http',
        host: hostname,
        port: port === '' ? (tls ? 2376 : 2375) : Number(port),
        ...(address.certificates === undefined ? {} : await readCertificates(address.certificates)),
      };
    }
    default:
      throw new EdkError('docker.unreachable', `"${address.url}" is not the address of a Docker Engine.`);
  }
}

async function readCertificates(folder: string): Promise<{ ca: string; cert: string; key: string }> {
  const read = (name: string): Promise<string> =>
    readFile(join(folder, name), 'utf8').catch((error: unknown) => {
      throw explainFileError(error, join(folder, name));
    });
  return { ca: await read('ca.pem'), cert: await read('cert.pem'), key: await read('key.pem') };
}

type DialOptions = Parameters<Docker['modem']['dial']>[0];

/** A call to the Engine for which dockerode has no typed method with a signal. */
export function dialDocker(docker: Docker, options: DialOptions): Promise<unknown> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(options, (error, answer) => {
      if (error === null) resolve(answer);
      else reject(error);
    });
  });
}

const versionSchema = z.object({ Version: z.string() });

/** How long the Engine may take to answer, in milliseconds. */
const patience = 10_000;

/**
 * Checks that a Docker Engine answers, with the cheapest request: for its version, it would start several programs.
 *
 * @throws EdkError `docker.unreachable` naming the address, `docker.forbidden`, `docker.failed`.
 */
export async function reachDocker(connection: DockerConnection, signal: AbortSignal): Promise<void> {
  const answer = await ask(connection, '/_ping', signal);
  if (String(answer).trim() !== 'OK') throw noEngine(connection.address);
}

/** @throws EdkError like reachDocker. */
export async function readDockerVersion(connection: DockerConnection, signal: AbortSignal): Promise<string> {
  const parsed = versionSchema.safeParse(await ask(connection, '/version', signal));
  if (!parsed.success) throw noEngine(connection.address);
  return parsed.data.Version;
}

async function ask({ docker, address }: DockerConnection, path: string, signal: AbortSignal): Promise<unknown> {
  const deadline = AbortSignal.timeout(patience);
  try {
    return await dialDocker(docker, {
      path,
      method: 'GET',
      statusCodes: { 200: true },
      abortSignal: AbortSignal.any([signal, deadline]),
    });
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) {
      const message = `The Docker Engine did not answer at ${address} within ${patience / 1000} s.`;
      throw new EdkError('docker.unreachable', message, { cause: error });
    }
    // Every Engine has both paths.
    if (refusalStatus(error) === 404) throw noEngine(address, error);
    throw explainDockerError(error, address);
  }
}

function noEngine(address: string, cause?: unknown): EdkError {
  return new EdkError('docker.unreachable', `${address} does not answer like a Docker Engine.`, { cause });
}

/** The id of an image; undefined if the Docker Engine does not have it. */
export async function readImageId(
  { docker, address }: DockerConnection,
  reference: string,
): Promise<string | undefined> {
  try {
    return (await docker.getImage(reference).inspect()).Id;
  } catch (error) {
    if (refusalStatus(error) === 404) return undefined;
    throw explainDockerError(error, address);
  }
}
