import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, constants, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { edkBundle } from '../../support/edkBundle.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

const run = promisify(execFile);

describe('the build', function () {
  this.timeout(60_000);
  const folder = useTemporaryFolder();

  it('makes edk one executable file that needs no node_modules', async () => {
    const edk = await edkBundle();
    await access(edk, constants.X_OK);
    assert.deepEqual(await readdir(dirname(edk)), ['edk.js']);
    const { stdout } = await run(edk, ['--version'], { cwd: folder.path });
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it('bundles the CommonJS packages so that they run: the client of the Docker Engine answers', async () => {
    const folders = { EDK_STATE: join(folder.path, 'state'), EDK_CACHE: join(folder.path, 'cache') };
    const env = { ...process.env, ...folders, NO_COLOR: '1' };
    const told = await run(await edkBundle(), ['doctor'], { cwd: folder.path, env }).catch(
      (error: unknown) => error as { readonly stdout: string },
    );
    assert.match(told.stdout, /✔ Docker Engine: /);
  });

  it('leaves the licences of what edk, the extension and the panels contain', async () => {
    const notices = await readFile(join(dirname(await edkBundle()), '..', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const names = new Set([...notices.matchAll(/^(\S+) \d+\.\d+\.\d+ \(/gm)].map(([, name]) => name));
    const wanted = ['dockerode', 'ssh2', 'zod', 'yaml', 'lit-html', 'dompurify'];
    assert.deepEqual(
      wanted.filter((name) => !names.has(name)),
      [],
    );
  });
});
