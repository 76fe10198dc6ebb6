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
