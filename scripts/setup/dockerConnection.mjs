import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const DEFAULT_SOCKET = '/var/run/docker.sock';

/**
 * Where the Docker Engine listens: DOCKER_HOST, the chosen Docker context, the system's socket, a rootless socket.
 *
 * @returns {string} as in DOCKER_HOST
 */
export function dockerEndpoint(environment = process.env) {
  if (environment.DOCKER_HOST) return environment.DOCKER_HOST;
  const chosen = contextEndpoint(environment);
  if (chosen !== undefined) return chosen;
  if (process.platform === 'win32') return 'npipe:////./pipe/docker_engine';
  const own = [
    ...(environment.XDG_RUNTIME_DIR ? [join(environment.XDG_RUNTIME_DIR, 'docker.sock')] : []),
    join(homedir(), '.docker', 'run', 'docker.sock'),
  ];
  const socket = [DEFAULT_SOCKET, ...own].find((path) => existsSync(path)) ?? DEFAULT_SOCKET;
  return `unix://${socket}`;
}

/** True when it is this machine's ordinary Engine, the only one that the set-up may install or start. */
export function isSystemEndpoint(endpoint) {
  return endpoint === `unix://${DEFAULT_SOCKET}`;
}

function contextEndpoint(environment) {
  const folder = environment.DOCKER_CONFIG || join(homedir(), '.docker');
  const name = environment.DOCKER_CONTEXT || readJson(join(folder, 'config.json'))?.currentContext;
  if (typeof name !== 'string' || name === '' || name === 'default') return undefined;
  const id = createHash('sha256').update(name).digest('hex');
  const host = readJson(join(folder, 'contexts', 'meta', id, 'meta.json'))?.Endpoints?.docker?.Host;
  return typeof host === 'string' ? host : undefined;
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * A client for the Engine at that endpoint. The node modules must be there.
 *
 * @param {string} endpoint as in DOCKER_HOST
 */
export async function connectDocker(endpoint) {
  const { default: Docker } = await import('dockerode');
  // dockerode takes host, TLS and SSH settings from the environment only.
  const before = process.env.DOCKER_HOST;
  process.env.DOCKER_HOST = endpoint;
  try {
    return new Docker();
  } finally {
    if (before === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = before;
  }
}

/**
 * @param {string} endpoint
 * @returns {Promise<{ state: 'answers' | 'denied' } | { state: 'silent', reason: string }>}
 */
export async function askDocker(endpoint) {
  try {
    const docker = await connectDocker(endpoint);
    await docker.ping({ abortSignal: AbortSignal.timeout(10_000) });
    return { state: 'answers' };
  } catch (error) {
    if (error?.code === 'EACCES' || error?.code === 'EPERM') return { state: 'denied' };
    return { state: 'silent', reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Removes the images that are named after a registry that is gone, and those with a label, named or not.
 *
 * @param {string} endpoint
 * @param {{ prefix?: string, label?: string }} which prefix: of the names, such as `localhost:5000/`
 */
export async function removeImages(endpoint, { prefix, label }) {
  const docker = await connectDocker(endpoint);
  for (const { RepoTags: tags } of await docker.listImages()) {
    for (const tag of tags ?? []) {
      if (prefix !== undefined && tag.startsWith(prefix)) await docker.getImage(tag).remove();
    }
  }
  if (label === undefined) return;
  for (const { Id: id } of await docker.listImages({ filters: { label: [label] } })) {
    await docker.getImage(id).remove({ force: true });
  }
}
