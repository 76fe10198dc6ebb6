import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkHelm, isolatedHelm } from '../../../src/core/charts/helm.ts';
import { rejection } from '../../support/rejection.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

describe('checkHelm', function () {
  this.timeout(10_000);

  const folder = useTemporaryFolder();

  async function check(script: string, mode = 0o755): Promise<string> {
    const file = join(folder.path, 'helm');
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, mode);
    return checkHelm(isolatedHelm(file, join(folder.path, 'home')), new AbortController().signal);
  }

  it('reads the version of the Helm that is there', async () => {
    const helm = isolatedHelm(process.env['EDK_HELM'] ?? 'helm', folder.path);
    assert.match(await checkHelm(helm, new AbortController().signal), /^[34]\.\d+\.\d+/u);
  });

  it('takes Helm 3.8 and newer, and Helm 4', async () => {
    for (const version of ['3.8.0', '3.19.0', '4.1.0']) assert.equal(await check(`echo v${version}`), version);
    assert.equal(await check('echo v3.19'), '3.19.0');
  });

  it('refuses older ones and what is no Helm', async () => {
    assert.match((await rejection(check('echo v3.7.2'), 'helm.tooOld')).message, /3\.7\.2 is too old/u);
    await rejection(check('echo something else'), 'helm.tooOld');
    await rejection(check('echo "Error: could not find tiller" >&2; exit 1'), 'helm.tooOld');
  });

  it('says that Helm is missing, also where the file is no program', async () => {
    await rejection(
      checkHelm(isolatedHelm('edk-no-such-helm', folder.path), new AbortController().signal),
      'helm.missing',
    );
    await rejection(check('echo v3.19.0', 0o644), 'helm.missing');
  });

  it('ends with its signal', async () => {
    const controller = new AbortController();
    const call = checkHelm(isolatedHelm('sleep', folder.path), controller.signal);
    controller.abort();
    await assert.rejects(call, { name: 'AbortError' });
  });
});
