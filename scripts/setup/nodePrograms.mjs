import { ensureCniPlugins, ensureContainerRuntime } from './containerRuntime.mjs';
import { ensureDockerEngine } from './dockerEngine.mjs';
import { ensureKubernetesProgram } from './kubernetes.mjs';
import { missingForNode } from './nodeRequirements.mjs';
import { ensureRootImage } from './rootImage.mjs';
import { say, SetupError } from './say.mjs';

/**
 * @typedef {object} NodePrograms
 * @property {string} kubelet
 * @property {string} kubeProxy
 * @property {string} scheduler
 * @property {string[]} containerRuntime folders
 * @property {string} cniPlugins folder
 * @property {string} docker the endpoint of the Engine, which makes the images of the pods
 * @property {string} rootImage
 */

/**
 * Gets what a node is made of; where that cannot be, says which requirement is missing.
 *
 * @param {{ signal: AbortSignal, toStop: (() => Promise<void>)[] }} context
 * @returns {Promise<NodePrograms | undefined>}
 */
export async function nodePrograms({ signal, toStop }) {
  const missing = await missingForNode(signal);
  signal.throwIfAborted();
  if (missing.length > 0) {
    sayWithoutNode(missing.join(' '));
    return undefined;
  }
  try {
    const docker = await ensureDockerEngine({ signal, toStop });
    return {
      docker,
      rootImage: await ensureRootImage(docker, signal),
      containerRuntime: await ensureContainerRuntime(signal),
      cniPlugins: await ensureCniPlugins(signal),
      kubelet: await ensureKubernetesProgram('kubelet', signal),
      kubeProxy: await ensureKubernetesProgram('kube-proxy', signal),
      scheduler: await ensureKubernetesProgram('kube-scheduler', signal),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SetupError)) throw error;
    sayWithoutNode(`${error.message} ${error.remedy}`);
    return undefined;
  }
}

/** @param {string} reason */
export function sayWithoutNode(reason) {
  say(`No node, so no pod really runs, and the tests that need one are skipped. ${reason}`);
}
