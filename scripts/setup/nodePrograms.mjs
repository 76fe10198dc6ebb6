import { cgroupControllers } from './cgroup.mjs';
import { ensureCniPlugins, ensureContainerRuntime } from './containerRuntime.mjs';
import { ensureDockerEngine } from './dockerEngine.mjs';
import { ensureKubernetesProgram } from './kubernetes.mjs';
import { ensureRootImage } from './rootImage.mjs';
import { findExecutable, run, tail } from './run.mjs';
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

const PROGRAMS = {
  unshare: 'util-linux',
  nsenter: 'util-linux',
  mount: 'mount',
  ip: 'iproute2',
  iptables: 'iptables',
  openssl: 'openssl',
};
/** Of the kernel, as cgroup v1 and v2 call them; without them the kubelet does not start or counts nothing. */
const CONTROLLERS = ['cpu', 'cpuset', 'memory', 'pids'];

/**
 * What this machine lacks for a Kubernetes node of the tests.
 *
 * @param {AbortSignal} [signal]
 * @returns {Promise<string[]>} sentences; empty when nothing is missing
 */
export async function missingForNode(signal) {
  if (process.platform !== 'linux') return ['A node needs Linux.'];
  if (process.getuid?.() !== 0) return ['A node needs root: run this as root, e.g. in a virtual machine.'];
  const programs = Object.entries(PROGRAMS)
    .filter(([name]) => findExecutable(name) === undefined)
    .map(([name, debian]) => `The program ${name} is missing; Debian has it in the package ${debian}.`);
  const controllers = cgroupControllers();
  const cgroups = CONTROLLERS.filter((name) => !controllers.includes(name)).map(
    (name) => `The kernel's cgroup controller "${name}" is missing or not mounted.`,
  );
  const missing = [...programs, ...cgroups];
  return missing.length > 0 ? missing : await namespacesRefused(signal);
}

/** Containers that run as root often may neither make namespaces nor change rules. */
async function namespacesRefused(signal) {
  const unshare = ['--net', '--mount', '--pid', '--fork', '--mount-proc', '--'];
  const probe = 'ip link set lo up; mount -t tmpfs tmpfs /run; ip link add type veth; iptables -t nat -S >/dev/null';
  const { code, output } = await run('unshare', [...unshare, 'sh', '-ec', probe], { signal, timeoutMs: 20_000 });
  return code === 0 ? [] : [`Namespaces with a network and rules of their own are refused here: ${tail(output, 2)}`];
}
