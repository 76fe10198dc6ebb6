import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, delimiter } from 'node:path';
import { makeClientCertificate, kubeconfigOf, startControlPlane } from './controlPlane.mjs';
import { freePort } from './freePort.mjs';
import { NODE_NAME, writeNodeConfiguration, savePauseImage } from './nodeConfiguration.mjs';
import { sayWithoutNode } from './nodePrograms.mjs';
import { openNodeSpace } from './nodeSpace.mjs';
import { SetupError } from './say.mjs';
import { startServer, untilServerAnswers } from './startServer.mjs';

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

/**
 * A real node: containerd, kubelet and kube-proxy in namespaces of their own. Ready when its pods may start.
 *
 * @param {{ programs: import('./nodePrograms.mjs').NodePrograms, cluster: import('./controlPlane.mjs').ControlPlane,
 *   clientCertificate: string, ports: readonly number[], toStop: (() => Promise<void>)[], signal: AbortSignal }} request
 * clientCertificate: path of the API server's; ports: of registries on this machine's loopback that the node pulls from
 * @returns {Promise<{ address: string }>} address: from this machine
 */
async function startNode({ programs, cluster, clientCertificate, ports, toStop, signal }) {
  const folder = join(cluster.folder, 'node');
  mkdirSync(folder);
  const pause = await savePauseImage(programs, folder);
  const space = await openNodeSpace({ folder, ports: [cluster.port, ...ports], toStop, signal });
  const files = writeNodeConfiguration({ folder, space, cluster, clientCertificate, cniPlugins: programs.cniPlugins });
  const path = [...programs.containerRuntime, process.env.PATH].join(delimiter);
  // They end with the space.
  const start = (name, ...command) =>
    startServer(name, space.inside(command), { cwd: folder, env: { ...process.env, PATH: path } });

  const containerd = start('containerd', 'containerd', '--config', files.containerd);
  const ctr = ['env', `PATH=${path}`, 'ctr', '--address', files.socket, '--namespace', 'k8s.io'];
  const runsContainers = () =>
    space.runInside([...ctr, 'version']).then(
      () => true,
      () => false,
    );
  await untilServerAnswers(containerd, runsContainers, { what: 'containerd', signal });
  await space.runInside([...ctr, 'images', 'import', pause]);

  start('kube-proxy', programs.kubeProxy, '--config', files.kubeProxy);
  const kubelet = start(
    'kubelet',
    programs.kubelet,
    ...['--config', files.kubelet, '--kubeconfig', cluster.kubeconfig, '--root-dir', join(folder, 'kubelet')],
    ...['--hostname-override', NODE_NAME, '--node-ip', space.address],
  );
  const ready = 'jsonpath={.status.conditions[?(@.type=="Ready")].status}';
  const isReady = async () => (await cluster.ask('get', 'node', NODE_NAME, '--output', ready)).stdout === 'True';
  await untilServerAnswers(kubelet, isReady, { what: 'The node', signal });
  return { address: space.address };
}
