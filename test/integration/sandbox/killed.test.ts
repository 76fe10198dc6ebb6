import assert from 'node:assert/strict';
import { killPlatform } from '../../support/sandbox/killPlatform.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

/** The hundred kills are in test/bench/kills.ts. */
describe('local platform, killed in the middle of its work', function () {
  this.timeout(300_000);
  const folder = useTemporaryFolder();

  it('is put right by a restart, and force-uninstall removes what is left', async () => {
    const kills = await killPlatform(folder.path, [300, 400, 20]);
    assert.equal(kills.length, 3);
    for (const { state } of kills)
      assert.match(state, /^(absent|installing|running|completed|degraded|failed|uninstalling|stuck)$/);
  });
});
