import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDockerEngine } from './dockerEngine.mjs';
import { edkScript, extensionScript, repository } from './folders.mjs';
import { ensureHelm } from './helm.mjs';
import { ensureNodeModules } from './nodeModules.mjs';
import { ensureRegistry } from './registry.mjs';
import { ensureRootImage } from './rootImage.mjs';
import { run, tail } from './run.mjs';
import { say, SetupError } from './say.mjs';

/**
 * Makes sure that everything the main job and the tests need is on this machine. Each part says in one line what it
 * does and why, and does nothing when its tool is there.
 *
 * @param {{ signal: AbortSignal, toStop: (() => Promise<void>)[] }} context
 * @returns {Promise<{ DOCKER_HOST: string, EDK_HELM: string, EDK_REGISTRY: string, EDK_ROOT_IMAGE: string }>}
 * environment for edk and the tests
 */
export async function setUp({ signal, toStop }) {
  const started = Date.now();
  await ensureNodeModules(signal);
  await ensureBuilt(signal);
  const endpoint = await ensureDockerEngine({ signal, toStop });
  const helm = await ensureHelm(signal);
  const registry = await ensureRegistry(signal);
  const rootImage = await ensureRootImage(endpoint, signal);
  signal.throwIfAborted();
  say(`Ready after ${((Date.now() - started) / 1000).toFixed(1)} s: Docker at ${endpoint}, Helm ${helm},`);
  say(`  registry ${registry}, root image ${rootImage}.`);
  return { DOCKER_HOST: endpoint, EDK_HELM: helm, EDK_REGISTRY: registry, EDK_ROOT_IMAGE: rootImage };
}

/** Builds edk and the extension when they are missing or older than their sources. */
export async function ensureBuilt(signal) {
  if (isBuilt()) return;
  say('edk: building it and the extension from their sources.');
  const { code, output } = await run(process.execPath, [join(repository, 'scripts', 'build.mjs')], { signal });
  signal?.throwIfAborted();
  if (code !== 0) throw new SetupError(`The build failed:\n${tail(output, 40)}`, 'Fix the sources and run this again.');
}

function isBuilt() {
  try {
    const built = Math.min(statSync(edkScript).mtimeMs, statSync(extensionScript).mtimeMs);
    const inputs = ['src', 'webview', 'scripts/build.mjs', 'package.json', 'package-lock.json'];
    return inputs.every((path) => newestChange(join(repository, path)) <= built);
  } catch {
    return false;
  }
}

/** Time of the last change below a path; a folder's own time shows removed files. */
function newestChange(path) {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestChange(join(path, name))), status.mtimeMs);
}

/** What the platform's EDK container sets; here the local platform is meant, never one that is really in use. */
const PLATFORM_VARIABLES = [
  'KAAPANA_BUILD_VERSION',
  'KAAPANA_BUILD_BRANCH',
  'KAAPANA_REPO_PATH',
  'LOCAL_REGISTRY_URL',
  'REGISTRY_URL',
  'KUBE_HELM_URL',
  'VOLUME_PATH',
  'WORKSPACE',
];

/**
 * The environment in which edk works with the local platform and with the tools that the set-up found.
 *
 * @param {Record<string, string>} tools
 * @param {NodeJS.ProcessEnv} [variables]
 */
export function edkEnvironment(tools, variables = process.env) {
  const kept = Object.entries(variables).filter(([name]) => !PLATFORM_VARIABLES.includes(name));
  return { ...Object.fromEntries(kept), ...tools };
}
