import { mkdirSync, writeFileSync, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { connectDocker } from './dockerConnection.mjs';

export const NODE_NAME = 'edk-test-node';
const POD_NETWORK = '10.244.0.0/24';

/**
 * Writes what the servers of the node are started with.
 *
 * @param {{ folder: string, space: import('./nodeSpace.mjs').NodeSpace, cniPlugins: string,
 *   cluster: import('./controlPlane.mjs').ControlPlane, clientCertificate: string }} request clientCertificate: path of
 * the one with which the API server comes
 * @returns {{ socket: string, containerd: string, kubelet: string, kubeProxy: string }} paths; socket: of containerd
 */
export function writeNodeConfiguration({ folder, space, cluster, clientCertificate, cniPlugins }) {
  const file = (name, content) => {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
    return join(folder, name);
  };
  const socket = join(folder, 'containerd.sock');
  const network = join(folder, 'network');
  mkdirSync(network);
  file('network/1.conflist', networkConfig(join(folder, 'addresses')));
  // Nobody answers there: a name that is not in the cluster is not looked up elsewhere.
  const nameServers = file('resolv.conf', 'nameserver 127.0.0.1\n');
  return {
    socket,
    containerd: file('containerd.toml', containerdConfig({ folder, socket, cniPlugins, network })),
    kubelet: file('kubelet.json', kubeletConfig({ socket, space, clientCertificate, nameServers })),
    kubeProxy: file('kube-proxy.json', proxyConfig(cluster.kubeconfig)),
  };
}

/** The one network that pods have. */
function networkConfig(dataDir) {
  const ranges = [[{ subnet: POD_NETWORK }]];
  const ipam = { type: 'host-local', dataDir, ranges, routes: [{ dst: '0.0.0.0/0' }] };
  const plugins = [{ type: 'bridge', bridge: 'pods', isGateway: true, hairpinMode: true, ipam }];
  return { cniVersion: '1.0.0', name: 'pods', plugins };
}

// Registries on loopback are asked in plain http without being told so.
const containerdConfig = ({ folder, socket, cniPlugins, network }) => `version = 2
root = "${join(folder, 'containerd')}"
state = "/run/containerd"
[grpc]
  address = "${socket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${PAUSE_IMAGE}"
  # runc may not lower it where CAP_SYS_RESOURCE is missing.
  restrict_oom_score_adj = true
  disable_apparmor = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${cniPlugins}"
    conf_dir = "${network}"
`;

const kubeletConfig = ({ socket, space, clientCertificate, nameServers }) => ({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  address: space.address,
  authentication: {
    anonymous: { enabled: false },
    webhook: { enabled: true },
    x509: { clientCAFile: clientCertificate },
  },
  authorization: { mode: 'Webhook' },
  containerRuntimeEndpoint: `unix://${socket}`,
  cgroupDriver: 'cgroupfs',
  cgroupRoot: space.cgroup,
  enforceNodeAllocatable: [],
  failCgroupV1: false,
  failSwapOn: false,
  // The machine's disk may be as full as it is.
  evictionHard: { 'memory.available': '50Mi' },
  imageGCHighThresholdPercent: 100,
  imageGCLowThresholdPercent: 99,
  serializeImagePulls: false,
  resolvConf: nameServers,
});

const proxyConfig = (kubeconfig) => ({
  apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
  kind: 'KubeProxyConfiguration',
  mode: 'iptables',
  hostnameOverride: NODE_NAME,
  clusterCIDR: POD_NETWORK,
  clientConnection: { kubeconfig },
  healthzBindAddress: '127.0.0.1:10256',
  metricsBindAddress: '127.0.0.1:10249',
  iptables: { localhostNodePorts: false },
  // The kernel's own.
  conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
});

const PAUSE_IMAGE = 'docker.io/kaapana-edk/cluster-pause:1';

/**
 * The image of the container that holds a pod's network: it only sleeps. The Engine keeps none of it.
 *
 * @param {{ docker: string, rootImage: string }} parts docker: the Engine's endpoint
 * @param {string} folder
 * @returns {Promise<string>} path of a tar as `docker save` writes it
 */
export async function savePauseImage({ docker: endpoint, rootImage }, folder) {
  const docker = await connectDocker(endpoint);
  const container = await docker.createContainer({ Image: rootImage });
  try {
    const [repo, tag] = PAUSE_IMAGE.split(':');
    await container.commit({ repo, tag, changes: 'ENTRYPOINT ["sleep", "infinity"]' });
  } finally {
    await container.remove();
  }
  const image = docker.getImage(PAUSE_IMAGE);
  try {
    const tar = join(folder, 'pause.tar');
    await pipeline(await image.get(), createWriteStream(tar));
    return tar;
  } finally {
    await image.remove();
  }
}
