import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { findRegistryCredentials } from '../../../../src/core/docker/registryCredentials.ts';
import { readEnvironment } from '../../../../src/core/settings/environment.ts';
import { dockerConfigs, host } from '../../../support/dockerConfigs.ts';
import { rejection } from '../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

const { signal } = new AbortController();
const alice = { username: 'alice', password: 'example' };
const token = { username: '', password: '', identityToken: 'identity' };

describe('findRegistryCredentials', () => {
  const folder = useTemporaryFolder();
  const ask = async (config: unknown, registry = host) => {
    const text = typeof config === 'string' ? config : JSON.stringify(config);
    await writeFile(join(folder.path, 'config.json'), text);
    const { docker } = readEnvironment({ DOCKER_CONFIG: folder.path });
    return findRegistryCredentials(registry, { ...docker, home: folder.path }, signal);
  };

  for (const [title, config, found, registry] of dockerConfigs) {
    it(`reads ${title}`, async () => assert.deepEqual(await ask(config, registry), found));
  }

  it('names a configuration that is not JSON', async () => {
    const error = await rejection(ask('{"auths": '), 'settings.invalid');
    assert.equal(error.place?.file, join(folder.path, 'config.json'));
  });

  describe('with a credential helper', () => {
    const path = process.env['PATH'];
    beforeEach(async () => {
      const helper = join(folder.path, 'docker-credential-edktest');
      const answer = (user: string, secret: string) =>
        JSON.stringify({ ServerURL: '', Username: user, Secret: secret });
      await writeFile(
        helper,
        `#!/bin/sh
read -r server
case "$server" in
  ${host}) echo '${answer('alice', 'example')}' ;;
  tokens.example) echo '${answer('<token>', 'identity')}' ;;
  https://index.docker.io/v1/) echo '${answer('hub', 'example')}' ;;
  *) echo 'credentials not found in native keychain'; exit 1 ;;
esac
`,
      );
      await chmod(helper, 0o755);
      process.env['PATH'] = `${folder.path}${delimiter}${path ?? ''}`;
    });
    afterEach(() => {
      process.env['PATH'] = path;
    });

    const asked: readonly [title: string, config: unknown, registry: string, found: unknown][] = [
      ['a store alone', { credsStore: 'edktest' }, host, alice],
      ['a helper for the host', { credHelpers: { [host]: 'edktest' } }, host, alice],
      ['the user <token>', { credsStore: 'edktest' }, 'tokens.example', token],
      ['Docker Hub', { credsStore: 'edktest' }, 'docker.io', { username: 'hub', password: 'example' }],
      ['an unknown host', { credsStore: 'edktest' }, 'other.example', undefined],
    ];
    for (const [title, config, registry, found] of asked) {
      it(`asks for ${title}`, async () => assert.deepEqual(await ask(config, registry), found));
    }
  });
});
