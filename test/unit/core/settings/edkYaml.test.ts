import assert from 'node:assert/strict';
import { stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireOwnFile } from '../../../../src/core/settings/edkYaml.ts';
import { rejection } from '../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

describe('requireOwnFile', () => {
  const folder = useTemporaryFolder();

  it("takes the user's own file, and none", async () => {
    const file = join(folder.path, 'edk.yaml');
    await requireOwnFile(file);
    await writeFile(file, '');
    await requireOwnFile(file);
    await requireOwnFile(file, (await stat(file)).uid);
  });

  it('refuses the file of another user, and a link to one', async function () {
    const chown = process.geteuid?.() === 0;
    if (!chown) this.skip();
    const { chown: giveAway } = await import('node:fs/promises');
    const file = join(folder.path, 'edk.yaml');
    await writeFile(file, '');
    await giveAway(file, 65_534, 65_534);
    const link = join(folder.path, 'link.yaml');
    await symlink(file, link);
    for (const path of [file, link]) {
      const error = await rejection(requireOwnFile(path), 'settings.invalid');
      assert.match(error.message, /another user \(uid 65534\)/);
      assert.equal(error.place?.file, path);
      assert.match(error.remedy, /chown/);
    }
  });
});
