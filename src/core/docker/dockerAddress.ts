import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import type { DockerEnvironment } from '../settings/environment.ts';
import { parseJson } from '../text/parseJson.ts';

/** The environment variables, and the user's home folder. */
export interface DockerSurroundings extends DockerEnvironment {
  readonly home: string;
  /** SSH_AUTH_SOCK */
  readonly sshAgent?: string | undefined;
}

export interface DockerAddress {
  /** `unix:///var/run/docker.sock`, `tcp://host:2375`, `ssh://user@host` */
  readonly url: string;
  /** Folder with ca.pem, cert.pem, key.pem. */
  readonly certificates: string | undefined;
  readonly tls: boolean;
}

const defaultSocket = '/var/run/docker.sock';

/**
 * Finds the Docker Engine in the order of the Docker command line: DOCKER_HOST, DOCKER_CONTEXT, the current context of
 * its configuration, the default socket; and before that last one, the socket of a rootless Engine where there is no
 * other.
 */
export async function findDockerAddress(environment: DockerSurroundings): Promise<DockerAddress> {
  const { host, certificatesFolder: certificates } = environment;
  const configFolder = dockerConfigFolder(environment);
  if (host !== undefined && host !== '') {
    const url = host.includes('://') ? host : `tcp://${host}`;
    return { url, certificates, tls: environment.tlsVerify !== undefined || certificates !== undefined };
  }
  const context = environment.context ?? (await currentContext(configFolder));
  if (context !== undefined && context !== '' && context !== 'default') {
    return readContext(context, configFolder);
  }
  const rootless = environment.runtimeFolder === undefined ? [] : [join(environment.runtimeFolder, 'docker.sock')];
  const desktop = join(configFolder, 'run', 'docker.sock');
  for (const socket of [defaultSocket, ...rootless, desktop]) {
    if (await exists(socket)) return { url: `unix://${socket}`, certificates: undefined, tls: false };
  }
  return { url: `unix://${defaultSocket}`, certificates: undefined, tls: false };
}

/** The folder where Docker's own programs keep contexts and credentials. */
export function dockerConfigFolder(environment: DockerSurroundings): string {
  return environment.configFolder ?? join(environment.home, '.docker');
}

const configSchema = z.object({ currentContext: z.string().optional() });
const contextSchema = z.object({ Endpoints: z.object({ docker: z.object({ Host: z.string() }) }) });

async function currentContext(configFolder: string): Promise<string | undefined> {
  const text = await readIfThere(join(configFolder, 'config.json'));
  if (text === undefined) return undefined;
  return parseJson(text, configSchema)?.currentContext;
}

async function readContext(name: string, configFolder: string): Promise<DockerAddress> {
  const id = createHash('sha256').update(name).digest('hex');
  const file = join(configFolder, 'contexts', 'meta', id, 'meta.json');
  const parsed = parseJson((await readIfThere(file)) ?? '', contextSchema);
  if (parsed === undefined) {
    throw new EdkError('docker.unreachable', `The Docker context "${name}" has no address (${file}).`, {
      remedy: 'Choose a context with "docker context use", or set DOCKER_HOST.',
    });
  }
  const certificates = join(configFolder, 'contexts', 'tls', id, 'docker');
  const tls = await exists(join(certificates, 'ca.pem'));
  return { url: parsed.Endpoints.docker.Host, certificates: tls ? certificates : undefined, tls };
}

async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
