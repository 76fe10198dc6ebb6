import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { ErrorCode } from '../../src/core/errors/catalogue.ts';
import type { EdkError } from '../../src/core/errors/edkError.ts';
import { configMap } from '../support/cluster/charts.ts';
import { startClusterPlatform, type ClusterPlatform } from '../support/cluster/startClusterPlatform.ts';
import { startRelay } from '../support/cluster/startRelay.ts';
import { rejection } from '../support/rejection.ts';
import { useTemporaryFolder } from '../support/temporaryFolder.ts';

describe('the way to the cluster of the local platform', () => {
  const folder = useTemporaryFolder();

  function refusal(code: ErrorCode, options: Parameters<typeof startClusterPlatform>[1]): Promise<EdkError> {
    return rejection(startClusterPlatform(join(folder.path, 'state'), options), code);
  }

  it('is refused for a context that does not exist; those that do are named', async () => {
    const error = await refusal('cluster.unknownContext', { context: 'elsewhere' });
    assert.match(error.message, /no context "elsewhere"/);
    assert.match(error.remedy, /--kube-context: edk-test\./);
  });

  it('is refused without any kubeconfig', async () => {
    const error = await refusal('cluster.unknownContext', { kubeconfig: join(folder.path, 'none') });
    assert.match(error.remedy, /Set KUBECONFIG/);
  });

  it('is refused without kubectl', async () => {
    const error = await refusal('kubectl.missing', { kubectl: join(folder.path, 'kubectl') });
    assert.match(error.remedy, /EDK_KUBECTL/);
  });

  it('may be cut: every answer says so then, none that there is nothing; and it goes on when the cluster is back', async () => {
    const relay = await startRelay(join(folder.path, 'kubeconfig'));
    let platform: ClusterPlatform | undefined;
    try {
      platform = await startClusterPlatform(join(folder.path, 'state'), { kubeconfig: relay.kubeconfig });
      const name = 'cut-off-chart';
      await platform.provideChart(name, configMap('{{ .Release.Name }}'));
      assert.equal((await platform.install(name)).status, 200);
      await relay.cut();
      for (const path of ['extensions', 'active-applications', `view-chart-status?release_name=${name}`]) {
        const { status, text, reason } = await platform.send('GET', path);
        assert.equal(status, 500, path);
        assert.match(text, /The cluster of the context \\"edk-test\\" cannot be reached/);
        assert.match(reason, /connection refused.*kubectl --context edk-test get nodes/s);
      }
      const install = await platform.install('other-chart');
      assert.equal(install.status, 500);
      await relay.mend();
      assert.equal((await platform.deployment(name))?.helm_status, 'deployed');
      assert.equal((await platform.uninstall(name, { platforms: true })).status, 200);
      assert.equal(await platform.status(name), undefined);
      await relay.cut();
      const error = await refusal('cluster.unreachable', { kubeconfig: relay.kubeconfig });
      assert.match(error.remedy, /kubectl --context edk-test get nodes/);
    } finally {
      await platform?.close();
      await relay.cut();
    }
  });
});
