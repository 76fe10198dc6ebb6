import assert from 'node:assert/strict';
import { killPlatform } from '../../support/sandbox/killPlatform.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

/** The hundred kills at random moments are `npm run bench -- kills`. */
describe('local platform, killed in the middle of its work', function () {
  this.timeout(300_000);
  const folder = useTemporaryFolder();

  it('is put right by a restart, and force-uninstall removes what is left', async () => {
    const killed = await killPlatform(folder.path, [
      { during: 'install', afterMs: 300 },
      { during: 'uninstall', afterMs: 400 },
      { during: 'upload', afterMs: 20 },
    ]);
    assert.equal(killed.length, 3);
    for (const { state } of killed)
      assert.match(state, /^(absent|installing|running|completed|degraded|failed|uninstalling|stuck)$/);
  });
});
