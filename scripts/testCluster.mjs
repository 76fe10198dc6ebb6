/**
 * npm run test:cluster: test/cluster with a real Kubernetes cluster of one node, whose programs it fetches or builds the
 * first time; one line `N passed, N failed` at the end, exit code 1 if one failed. All arguments go to mocha. Where this
 * machine can have no node, it says why, and the tests have the API server and the controllers alone. Not part of
 * `npm test`, since the first time takes long where the programs have to be built.
 *
 * Environment of the tests, beside that of `npm test`:
 *   EDK_KUBECTL       path of kubectl
 *   EDK_TEST_CLUSTER  the cluster, as JSON: what startCluster returns
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './setup/command.mjs';
import { edkEnvironment } from './setup/setUp.mjs';
import { ensureEtcd, ensureKubernetesProgram } from './setup/kubernetes.mjs';
import { repository } from './setup/folders.mjs';
import { ensureHelm } from './setup/helm.mjs';
import { nodePrograms } from './setup/nodePrograms.mjs';
import { ensureNodeModules } from './setup/nodeModules.mjs';
import { ensureRegistry } from './setup/registry.mjs';
import { runVisibly } from './setup/run.mjs';
import { say } from './setup/say.mjs';
import { startCluster } from './setup/startCluster.mjs';
import { countingArguments, readCounts } from './setup/testPhases.mjs';

await runCommand(async ({ signal, toStop }) => {
  say('Kaapana EDK: setting up a cluster, then the tests that install into it.');
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  await ensureNodeModules(signal);
  const helm = await ensureHelm(signal);
  const registry = await ensureRegistry(signal);
  const programs = {
    etcd: await ensureEtcd(signal),
    apiServer: await ensureKubernetesProgram('kube-apiserver', signal),
    controllerManager: await ensureKubernetesProgram('kube-controller-manager', signal),
    kubectl: await ensureKubernetesProgram('kubectl', signal),
  };
  const node = await nodePrograms({ signal, toStop });
  say(`Programs after ${seconds()}; starting the cluster.`);
  const cluster = await startCluster({ programs, node, toStop, signal });
  const what = cluster.node === undefined ? 'a cluster without a node' : 'a cluster with a node';
  say(`Ready after ${seconds()}: ${what} at https://127.0.0.1:${cluster.port}.`);
  const folder = mkdtempSync(join(tmpdir(), 'edk-test-'));
  toStop.push(async () => rmSync(folder, { recursive: true, force: true }));
  const report = join(folder, 'report.json');
  const mocha = fileURLToPath(import.meta.resolve('mocha/bin/mocha.js'));
  const args = [
    mocha,
    '--timeout',
    '120000',
    ...countingArguments(report),
    'test/cluster/**/*.test.ts',
    ...process.argv.slice(2),
  ];
  const env = edkEnvironment({
    EDK_HELM: helm,
    EDK_REGISTRY: registry,
    ...(node === undefined ? {} : { DOCKER_HOST: node.docker, EDK_ROOT_IMAGE: node.rootImage }),
    EDK_KUBECTL: programs.kubectl,
    EDK_TEST_CLUSTER: JSON.stringify(cluster),
    EDK_STATE: join(folder, 'state'),
    EDK_CACHE: join(folder, 'cache'),
  });
  const code = await runVisibly(process.execPath, args, { signal, env, cwd: repository });
  signal.throwIfAborted();
  const { passed, failed } = readCounts(report, code);
  say(`Tests ended after ${seconds()}.`);
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
