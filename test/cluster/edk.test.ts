import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { freePort } from '../../scripts/setup/freePort.mjs';
import { application } from '../support/cluster/charts.ts';
import { startClusterPlatform } from '../support/cluster/startClusterPlatform.ts';
import { cluster, helm, kubectlProgram } from '../support/cluster/testCluster.ts';
import { useNode } from '../support/cluster/useNode.ts';
import { useEdk } from '../support/runEdk.ts';
import { until } from '../support/sandbox/startTestPlatform.ts';

describe('edk with a local platform that installs into a cluster', () => {
  const workshop = useEdk();
  useNode();
  const env = { KUBECONFIG: cluster.kubeconfig, EDK_KUBECTL: kubectlProgram, DOCKER_HOST: 'unix:///nowhere.sock' };

  async function startArguments(context: string): Promise<string[]> {
    const ports = ['--port', String(await freePort()), '--registry-port', String(await freePort())];
    return ['platform', 'start', '--kube-context', context, ...ports];
  }

  it('needs no Docker, says where it installs, and leaves the releases to the cluster when it stops', async () => {
    const { edk } = workshop;
    const started = await edk.run(await startArguments(cluster.context), { env });
    assert.equal(started.exitCode, 0, started.stdout + started.stderr);
    assert.match(started.stdout, /^cluster {3}edk-test$/m);
    assert.match((await edk.run(['platform', 'status'], { env })).stdout, /^cluster {3}edk-test$/m);
    assert.match(
      (await edk.run(['doctor'], { env })).stdout,
      /Platform at .*installs into the Kubernetes context "edk-test"/,
    );

    const again = await edk.run(await startArguments('elsewhere'), { env });
    assert.match(again.stderr, /uses the context "edk-test"\.[^]*edk platform stop[^]*\(platform\.alreadyRunning\)/);

    const name = 'told-chart';
    const platform = await startClusterPlatform(edk.at('other-state'));
    await platform.provideChart(name, application('registry.example.org/missing:1'));
    mkdirSync(edk.at('state/platform/charts'), { recursive: true });
    copyFileSync(edk.at(`other-state/charts/${name}-0.1.0.tgz`), edk.at(`state/platform/charts/${name}-0.1.0.tgz`));
    await platform.close();
    await until(
      async () => (await edk.run(['extensions', '--all'], { env })).stdout,
      (list) => list.includes(name),
      10,
    );
    const install = await edk.run(['install', name], { env });
    assert.match(install.stdout + install.stderr, /registry\.example\.org\/missing:1/);
    const status = await edk.run(['status', name], { env });
    assert.match(status.stdout, /ImagePullBackOff|imagepullbackoff/);

    const stopped = await edk.run(['platform', 'stop'], { env });
    assert.equal(stopped.exitCode, 0, stopped.stderr);
    assert.match(await helm('list', '--namespace', 'admin', '--short'), new RegExp(`^${name}$`, 'm'));
    await helm('uninstall', name, '--namespace', 'admin');
    edk.assertClean();
  });

  it('refuses a context that does not exist', async () => {
    const { edk } = workshop;
    const expected = { code: 'cluster.unknownContext', says: /no context "elsewhere"/, adds: /edk-test/ } as const;
    await edk.fails(await startArguments('elsewhere'), expected, { env });
  });
});
