import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { job, writeFakeChart } from '../../../support/sandbox/fakeHelm.ts';
import { startTestPlatform, until, type TestPlatform } from '../../../support/sandbox/startTestPlatform.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

describe("the local platform's state", () => {
  const folder = useTemporaryFolder();
  let test: TestPlatform;
  afterEach(() => test.platform.close());

  it('is closed to other users, whatever the umask and whatever it was before', async () => {
    const root = join(folder.path, 'state');
    const umask = process.umask(0);
    try {
      await mkdir(join(root, 'logs'), { recursive: true });
      await chmod(root, 0o777);
      test = await startTestPlatform(root);
      const { platform, post } = test;
      await writeFakeChart(platform.state.charts, {
        name: 'secret-chart',
        manifests: job({ name: 'runs', image: 'any:1' }),
      });
      const parameters = { password: 'hidden' };
      await post('/helm-install-chart', { name: 'secret-chart', version: '0.6.0', extension_params: parameters });
      await until(
        () => readdir(platform.state.releases),
        (names) => names.includes('secret-chart.json'),
      );
      const mode = async (...path: string[]) => ((await stat(join(root, ...path))).mode & 0o777).toString(8);
      assert.equal(await mode(), '700');
      for (const part of ['charts', 'releases', 'uploads', 'volumes', 'logs', 'pods', 'trash', 'registry']) {
        assert.equal(await mode(part), '700', part);
      }
      for (const file of ['access.json', 'releases/secret-chart.json', 'logs/platform.log']) {
        assert.equal(await mode(file), '600', file);
      }
    } finally {
      process.umask(umask);
    }
  });
});
