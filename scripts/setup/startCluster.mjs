import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './freePort.mjs';
import { run } from './run.mjs';
import { say, SetupError } from './say.mjs';

/** What of the controllers the tests need; those for nodes would take away the pods, since there is no node. */
const CONTROLLERS = [
  'deployment-controller',
  'replicaset-controller',
  'statefulset-controller',
  'job-controller',
  'garbage-collector-controller',
  'namespace-controller',
  'serviceaccount-controller',
];
const START_SECONDS = 90;

/**
 * A cluster without nodes on loopback: etcd, kube-apiserver and the controllers, with data and keys in a temporary
 * folder. The API server makes its own certificate; people sign in with a token.
 *
 * @param {{ programs: Record<'etcd' | 'apiServer' | 'controllerManager' | 'kubectl', string>,
 *   toStop: (() => Promise<void>)[], signal: AbortSignal }} request toStop: gets how to end everything
 * @returns {Promise<{ kubeconfig: string, context: string, port: number, token: string }>}
 */
export async function startCluster({ programs, toStop, signal }) {
  const folder = mkdtempSync(join(tmpdir(), 'edk-cluster-'));
  toStop.push(async () => rmSync(folder, { recursive: true, force: true }));
  const start = (name, program, args) => {
    const server = startServer(name, program, args, folder);
    toStop.push(server.stop);
    return server;
  };
  const file = (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };

  const [clientPort, peerPort, port] = [await freePort(), await freePort(), await freePort()];
  const client = `http://127.0.0.1:${clientPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  start('etcd', programs.etcd, [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    // Nothing of it outlives the tests.
    '--unsafe-no-fsync',
    '--log-level=warn',
  ]);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signingKey = file('service-accounts.key', privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const token = randomBytes(24).toString('hex');
  const apiServer = start('kube-apiserver', programs.apiServer, [
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
  ]);
  const context = 'edk-test';
  const access = { context, port, token, folder };
  // Whoever forgets to name the context finds nothing in it.
  const kubeconfig = file('kubeconfig', kubeconfigOf({ ...access, current: '' }));
  const ask = (...args) => {
    const env = { ...process.env, KUBECONFIG: kubeconfig };
    return run(programs.kubectl, ['--context', context, ...args], { env, signal, timeoutMs: 10_000 });
  };
  await untilItAnswers(apiServer, () => ask('get', '--raw', '/readyz'), signal);
  const controllers = start('kube-controller-manager', programs.controllerManager, [
    `--kubeconfig=${file('controllers.kubeconfig', kubeconfigOf({ ...access, current: context }))}`,
    `--service-account-private-key-file=${signingKey}`,
    `--controllers=${CONTROLLERS.join(',')}`,
    '--bind-address=127.0.0.1',
    '--secure-port=0',
    '--leader-elect=false',
  ]);
  // The first thing that they make.
  await untilItAnswers(controllers, () => ask('get', 'serviceaccount', 'default'), signal);
  return { kubeconfig, context, port, token };
}

/** @returns {{ ended: () => string | undefined, stop: () => Promise<void> }} ended: the end of its output when it ended */
function startServer(name, program, args, folder) {
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  let ended;
  child.stderr.on('data', (chunk) => (output = (output + String(chunk)).slice(-4000)));
  const end = new Promise((resolve) => {
    child.on('error', (error) => resolve((ended = error.message)));
    child.on('exit', () => resolve((ended = output)));
  });
  return {
    ended: () => ended,
    async stop() {
      if (ended !== undefined) return;
      child.kill('SIGTERM');
      // The API server would wait for its clients.
      const timer = globalThis.setTimeout(() => child.kill('SIGKILL'), 5000);
      await end;
      globalThis.clearTimeout(timer);
      say(`Stopped ${name}.`);
    },
  };
}

async function untilItAnswers(server, ask, signal) {
  const deadline = Date.now() + START_SECONDS * 1000;
  while ((await ask()).code !== 0) {
    signal.throwIfAborted();
    if (server.ended() !== undefined || Date.now() > deadline) {
      throw new SetupError('The cluster of the tests did not start.', server.ended() ?? 'It does not get ready.');
    }
    await sleep(100, undefined, { signal });
  }
}

function kubeconfigOf({ context, port, token, folder, current }) {
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
