import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeClientCertificate } from './clientCertificate.mjs';
import { kubeconfigOf, startControlPlane } from './controlPlane.mjs';
import { freePort } from './freePort.mjs';
import { NODE_NAME } from './nodeConfiguration.mjs';
import { sayWithoutNode } from './nodePrograms.mjs';
import { SetupError } from './say.mjs';
import { startNode } from './startNode.mjs';
import { startServer } from './startServer.mjs';

/**
 * @typedef {object} ClusterNode
 * @property {string} name
 * @property {string} address from this machine
 * @property {{ images: number, platform: number }} registryPorts that it finds on its loopback, too: of the images of
 * the tests, and of a local platform's own registry
 */

/**
 * The cluster of the tests, with data and keys in a temporary folder: a node where this machine can have one, else the
 * API server and the controllers alone.
 *
 * @param {{ programs: Record<'etcd' | 'apiServer' | 'controllerManager' | 'kubectl', string>,
 *   node: import('./nodePrograms.mjs').NodePrograms | undefined, toStop: (() => Promise<void>)[],
 *   signal: AbortSignal }} request toStop: gets how to end everything
 * @returns {Promise<{ kubeconfig: string, context: string, port: number, token: string, node?: ClusterNode }>}
 */
export async function startCluster({ programs, node: parts, toStop, signal }) {
  const folder = mkdtempSync(join(tmpdir(), 'edk-cluster-'));
  toStop.push(async () => rmSync(folder, { recursive: true, force: true }));
  const kubeletClient = parts === undefined ? undefined : await makeClientCertificate(folder, signal);
  const controlPlane = await startControlPlane({ programs, folder, kubeletClient, toStop, signal });
  const node =
    parts === undefined || kubeletClient === undefined
      ? undefined
      : await nodeOrReason({ programs: parts, controlPlane, kubeletClient, toStop, signal });
  await controlPlane.startControllers({ node: node !== undefined });
  if (node !== undefined) await startScheduler(parts.scheduler, { controlPlane, toStop });
  // Whoever forgets to name the context finds nothing in it.
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, kubeconfigOf({ ...controlPlane, current: '' }), { mode: 0o600 });
  const { context, port, token } = controlPlane;
  return { kubeconfig, context, port, token, ...(node === undefined ? {} : { node }) };
}

async function startScheduler(program, { controlPlane: { folder, kubeconfig }, toStop }) {
  const args = ['--bind-address=127.0.0.1', `--secure-port=${await freePort()}`, '--leader-elect=false'];
  toStop.push(startServer('kube-scheduler', [program, `--kubeconfig=${kubeconfig}`, ...args], { cwd: folder }).stop);
}

/** What was begun of a node that does not start is ended at once. */
async function nodeOrReason({ programs, controlPlane: cluster, kubeletClient, toStop, signal }) {
  const registryPorts = { images: await freePort(), platform: await freePort() };
  const begun = [];
  const stop = async () => {
    for (const stopPart of begun.splice(0).reverse()) await stopPart();
  };
  toStop.push(stop);
  try {
    const places = { ports: Object.values(registryPorts), clientCertificate: kubeletClient.certificate };
    const { address } = await startNode({ programs, cluster, ...places, toStop: begun, signal });
    return { name: NODE_NAME, address, registryPorts };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SetupError)) throw error;
    await stop();
    await cluster.ask('delete', 'node', NODE_NAME, '--ignore-not-found');
    sayWithoutNode(`${error.message} ${error.remedy}`);
    return undefined;
  }
}
