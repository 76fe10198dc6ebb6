import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './freePort.mjs';
import { run, tail } from './run.mjs';
import { SetupError } from './say.mjs';
import { startServer, untilServerAnswers } from './startServer.mjs';

/** What of the controllers the tests need without a node: the others would take away pods whose node is not there. */
const CONTROLLERS_WITHOUT_NODE = [
  'deployment-controller',
  'replicaset-controller',
  'statefulset-controller',
  'job-controller',
  'garbage-collector-controller',
  'namespace-controller',
  'serviceaccount-controller',
];

/**
 * @typedef {object} ControlPlane etcd and the API server
 * @property {string} folder with its data and keys
 * @property {string} context
 * @property {string} kubeconfig of its own servers: it chooses the context
 * @property {number} port
 * @property {string} token of an administrator
 * @property {(...args: string[]) => Promise<{ code: number, output: string, stdout: string }>} ask kubectl
 * @property {(request: { node: boolean }) => Promise<void>} startControllers ends when they work
 */

/**
 * etcd and kube-apiserver on loopback. The API server makes its own certificate; people sign in with a token.
 *
 * @param {{ programs: Record<'etcd' | 'apiServer' | 'controllerManager' | 'kubectl', string>, folder: string,
 *   kubeletClient: ClientCertificate | undefined, toStop: (() => Promise<void>)[],
 *   signal: AbortSignal }} request kubeletClient: with which the API server comes to a kubelet
 * @returns {Promise<ControlPlane>}
 */
export async function startControlPlane({ programs, folder, kubeletClient, toStop, signal }) {
  const start = (name, ...command) => {
    const server = startServer(name, command, { cwd: folder });
    toStop.push(server.stop);
    return server;
  };
  const file = (name, content) => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  const [clientPort, peerPort, port] = [await freePort(), await freePort(), await freePort()];
  const client = `http://127.0.0.1:${clientPort}`;
  start('etcd', programs.etcd, ...etcdArguments({ folder, client, peer: `http://127.0.0.1:${peerPort}` }));
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signingKey = file('service-accounts.key', privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const token = randomBytes(24).toString('hex');
  const apiServer = start(
    'kube-apiserver',
    programs.apiServer,
    `--etcd-servers=${client}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'certificates')}`,
    `--token-auth-file=${file('tokens.csv', `${token},edk-test,edk-test,system:masters\n`)}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-signing-key-file=${signingKey}`,
    `--service-account-key-file=${file('service-accounts.pub', publicKey.export({ type: 'spki', format: 'pem' }))}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    // Its default looks for other API servers, and keeps trying at the end.
    '--endpoint-reconciler-type=none',
    ...(kubeletClient === undefined ? [] : kubeletArguments(kubeletClient)),
  );
  const context = 'edk-test';
  const kubeconfig = file('servers.kubeconfig', kubeconfigOf({ context, port, token, folder, current: context }));
  const ask = (...args) => run(programs.kubectl, ['--kubeconfig', kubeconfig, ...args], { signal, timeoutMs: 10_000 });
  const answers =
    (...args) =>
    async () =>
      (await ask('get', ...args)).code === 0;
  await untilServerAnswers(apiServer, answers('--raw', '/readyz'), { what: 'The API server', signal });
  return {
    ...{ folder, context, kubeconfig, port, token, ask },
    async startControllers({ node }) {
      const controllers = start(
        'kube-controller-manager',
        programs.controllerManager,
        `--kubeconfig=${kubeconfig}`,
        `--service-account-private-key-file=${signingKey}`,
        // Pods get it, to know the API server.
        `--root-ca-file=${join(folder, 'certificates', 'apiserver.crt')}`,
        `--controllers=${node ? '*' : CONTROLLERS_WITHOUT_NODE.join(',')}`,
        '--bind-address=127.0.0.1',
        '--secure-port=0',
        '--leader-elect=false',
      );
      // The first thing that they make.
      const made = answers('serviceaccount', 'default');
      await untilServerAnswers(controllers, made, { what: 'The controllers', signal });
    },
  };
}

function kubeletArguments({ certificate, key }) {
  const client = [`--kubelet-client-certificate=${certificate}`, `--kubelet-client-key=${key}`];
  return [...client, '--kubelet-preferred-address-types=InternalIP'];
}

function etcdArguments({ folder, client, peer }) {
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    // Nothing of it outlives the tests.
    '--unsafe-no-fsync',
    '--log-level=warn',
  ];
}

/** @returns {string} the content of a kubeconfig; current: the context that it chooses, if any */
export function kubeconfigOf({ context, port, token, folder, current }) {
  const cluster = {
    server: `https://127.0.0.1:${port}`,
    // Signed by itself.
    'certificate-authority': join(folder, 'certificates', 'apiserver.crt'),
  };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: context, cluster }],
    users: [{ name: context, user: { token } }],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
    'current-context': current,
  });
}

/** @typedef {{ key: string, certificate: string }} ClientCertificate paths of PEM files */

/**
 * A certificate of an administrator that is its own authority.
 *
 * @param {string} folder
 * @param {AbortSignal} signal
 * @returns {Promise<ClientCertificate>}
 */
export async function makeClientCertificate(folder, signal) {
  const [key, certificate] = [join(folder, 'kubelet-client.key'), join(folder, 'kubelet-client.crt')];
  const request = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /O=system:masters/CN=kube-apiserver';
  const args = [...request.split(' '), '-keyout', key, '-out', certificate];
  const { code, output } = await run('openssl', args, { signal });
  signal.throwIfAborted();
  if (code !== 0) throw new SetupError(`openssl did not create a certificate: ${tail(output, 3)}`, 'Install openssl.');
  return { key, certificate };
}
