import { readFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { pipeline } from 'node:stream';
import { makeCgroup, removeCgroup } from './cgroup.mjs';
import { run, tail } from './run.mjs';
import { SetupError } from './say.mjs';
import { startServer, untilServerAnswers } from './startServer.mjs';

/**
 * @typedef {object} NodeSpace
 * @property {string} address of the node, which this machine alone reaches
 * @property {string} cgroup below which everything of the node is to run
 * @property {(command: readonly string[]) => string[]} inside the command line that runs a command in there
 * @property {(command: readonly string[]) => Promise<void>} runInside rejects with SetupError when it fails
 */

/** What the kubelet sets in the kernel of the whole machine: in here it writes into copies. */
const KERNEL_SETTINGS = [
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
];

/**
 * Network, mounts and processes of their own, for a node on this machine: the kernel removes all of them with their
 * first process, which ends with this one however that ends. So no rule, bridge, mount or pod is ever left over. The
 * node and this machine share a pair of interfaces; nothing leads further.
 *
 * @param {{ folder: string, ports: readonly number[], toStop: (() => Promise<void>)[], signal: AbortSignal }} request
 * ports: of this machine's loopback, which are to be found on the node's loopback, too
 * @returns {Promise<NodeSpace>}
 */
export async function openNodeSpace({ folder, ports, toStop, signal }) {
  const cgroup = `edk-test-${process.pid}`;
  // The kernel removes everything else, and leaves these empty.
  toStop.push(async () => removeCgroup(cgroup));
  makeCgroup(cgroup);
  const script = [
    'mount -t tmpfs tmpfs /run; mount -t tmpfs tmpfs /var/lib; mount -t tmpfs tmpfs /var/log; mkdir /run/settings',
    `for name in ${KERNEL_SETTINGS.join(' ')}; do`,
    '  copy=/run/settings/$(echo $name | tr / _); cat /proc/sys/$name > $copy; mount --bind $copy /proc/sys/$name',
    'done',
    'echo 1 > /proc/sys/net/ipv4/conf/all/route_localnet',
    'ip link set lo up',
    // This shell is the parent of all orphans, and buries them while it waits.
    'cat <&3 & wait $!',
  ].join('\n');
  const unshare = ['unshare', '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--'];
  const server = startServer('the node', [...unshare, 'sh', '-ec', `exec 3<&0\n${script}`], { cwd: folder });
  toStop.push(server.stop);
  const inside = (command) => ['nsenter', '--target', String(firstProcess(server)), '--all', '--', ...command];
  const must = async ([program, ...args]) => {
    const { code, output } = await run(program, args, { signal, timeoutMs: 20_000 });
    signal.throwIfAborted();
    if (code !== 0) throw new SetupError(`The node's network cannot be created: ${tail(output, 2)}`, args.join(' '));
  };
  const isOpen = async () => {
    if (firstProcess(server) === undefined) return false;
    const [program, ...args] = inside(['ip', 'link', 'show', 'lo', 'up']);
    // It is the last thing that the script does.
    return (await run(program, args, { signal })).stdout !== '';
  };
  await untilServerAnswers(server, isOpen, { what: 'The space of the node', signal });

  const link = `edk${process.pid}`;
  const { host, node } = await freeAddresses(signal);
  const peer = ['peer', 'name', 'eth0', 'netns', String(firstProcess(server))];
  await must(['ip', 'link', 'add', link, 'type', 'veth', ...peer]);
  await must(['ip', 'addr', 'add', `${host}/30`, 'dev', link]);
  await must(['ip', 'link', 'set', link, 'up']);
  await must(inside(['ip', 'addr', 'add', `${node}/30`, 'dev', 'eth0']));
  await must(inside(['ip', 'link', 'set', 'eth0', 'up']));
  const nat = (...rule) => must(inside(['iptables', '-t', 'nat', '-A', ...rule]));
  for (const port of ports) {
    toStop.push(await relay(host, port));
    const target = ['-p', 'tcp', '--dport', String(port)];
    await nat('OUTPUT', '-d', '127.0.0.1', ...target, '-j', 'DNAT', '--to-destination', `${host}:${port}`);
  }
  await nat('POSTROUTING', '-s', '127.0.0.1', '-d', host, '-j', 'MASQUERADE');
  return { address: node, cgroup: `/${cgroup}`, inside, runInside: (command) => must(inside(command)) };
}

/** unshare waits for the one that it made. @returns {number | undefined} */
function firstProcess({ pid }) {
  try {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return child === '' ? undefined : Number(child);
  } catch {
    return undefined;
  }
}

/** Two that no route of this machine knows. */
async function freeAddresses(signal) {
  const { stdout } = await run('ip', ['-4', 'route', 'show', 'table', 'all'], { signal });
  for (let net = 213; net < 250; net++) {
    if (!stdout.includes(`10.${net}.`)) return { host: `10.${net}.0.1`, node: `10.${net}.0.2` };
  }
  throw new SetupError('There is no free network between 10.213.0.0 and 10.249.0.0 for the node.', 'See `ip route`.');
}

/** Leads from the interface between this machine and the node to this machine's loopback. @returns how to end it */
async function relay(host, port) {
  const sockets = new Set();
  const server = createServer((client) => {
    const other = connect(port, '127.0.0.1');
    for (const socket of [client, other]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    pipeline(client, other, client, () => {
      client.destroy();
      other.destroy();
    });
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, host, () => resolve(undefined)));
  return async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
}
