import { mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { NODE_NAME, writeNodeConfiguration } from './nodeConfiguration.mjs';
import { openNodeSpace } from './nodeSpace.mjs';
import { savePauseImage } from './pauseImage.mjs';
import { startServer, untilServerAnswers } from './startServer.mjs';

/**
 * A real node: containerd, kubelet and kube-proxy in namespaces of their own. Ready when its pods may start.
 *
 * @param {{ programs: import('./nodePrograms.mjs').NodePrograms, cluster: import('./controlPlane.mjs').ControlPlane,
 *   clientCertificate: string, ports: readonly number[], toStop: (() => Promise<void>)[], signal: AbortSignal }} request
 * clientCertificate: path of the API server's; ports: of registries on this machine's loopback that the node pulls from
 * @returns {Promise<{ address: string }>} address: from this machine
 */
export async function startNode({ programs, cluster, clientCertificate, ports, toStop, signal }) {
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
