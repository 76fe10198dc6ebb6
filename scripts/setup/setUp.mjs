import { ensureBuilt } from './built.mjs';
import { ensureDockerEngine } from './dockerEngine.mjs';
import { ensureHelm } from './helm.mjs';
import { ensureNodeModules } from './nodeModules.mjs';
import { ensureRegistry } from './registry.mjs';
import { ensureRootImage } from './rootImage.mjs';
import { say } from './say.mjs';

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
