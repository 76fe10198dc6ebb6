import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { findRegistryCredentials } from '../../../../src/core/docker/registryCredentials.ts';
import { readEnvironment } from '../../../../src/core/settings/environment.ts';
import { rejection } from '../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

const { signal } = new AbortController();
const host = 'localhost:34100';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const auth = base64('alice:example');
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

  const cases: readonly [title: string, config: unknown, found: unknown, registry?: string][] = [
    ['a host', { auths: { [host]: { auth } } }, alice],
    ['a host for a registry with a path', { auths: { [host]: { auth } } }, alice, `${host}/group`],
    ['an address', { auths: { [`https://${host}`]: { auth } } }, alice],
    ['an address of http', { auths: { [`http://${host}/v1/`]: { auth } } }, alice],
    ['an address with a version', { auths: { [`https://${host}/v1/`]: { auth } } }, alice],
    ['a host with a path', { auths: { [`${host}/group/project`]: { auth } } }, alice],
    [
      'the host before its addresses',
      { auths: { [`http://${host}/`]: { auth: base64('x:y') }, [host]: { auth } } },
      alice,
    ],
    ['another port', { auths: { 'localhost:34101': { auth } } }, undefined],
    ['another host that begins alike', { auths: { [`${host}.example.org`]: { auth } } }, undefined],
    ['Docker Hub', { auths: { 'https://index.docker.io/v1/': { auth } } }, alice, 'docker.io'],
    [
      'Docker Hub by its registry',
      { auths: { 'https://index.docker.io/v1/': { auth } } },
      alice,
      'registry-1.docker.io',
    ],
    ['user and password', { auths: { [host]: alice } }, alice],
    ['a password with colons', { auths: { [host]: { auth: base64('a:b:c') } } }, { username: 'a', password: 'b:c' }],
    ['zero bytes', { auths: { [host]: { auth: base64('alice:example\0\0') } } }, alice],
    ['no password', { auths: { [host]: { auth: base64('alice:') } } }, { username: 'alice', password: '' }],
    ['no user', { auths: { [host]: { auth: base64(':x') } } }, undefined],
    ['no colon', { auths: { [host]: { auth: base64('alice') } } }, undefined],
    ['an identity token', { auths: { [host]: { auth: base64('0000:'), identitytoken: 'identity' } } }, token],
    ['an empty identity token', { auths: { [host]: { auth, identitytoken: '' } } }, alice],
    ['null beside it', { auths: { [host]: { auth }, 'x.example': { auth: null }, y: null }, credHelpers: null }, alice],
    ['null inside', { auths: { [host]: { auth, identitytoken: null, username: null } }, credsStore: null }, alice],
    ['null for a helper', { auths: { [host]: { auth } }, credHelpers: { [host]: null } }, alice],
    ['null for the entry', { auths: { [host]: null } }, undefined],
    ['null for all', { auths: null }, undefined],
    ['null alone', null, undefined],
    ['other shapes', { auths: [1], credHelpers: 'x', credsStore: 7 }, undefined],
    ['nothing', '', undefined],
    ['a helper that is not there', { auths: { [host]: { auth } }, credsStore: 'not-there-of-edk' }, alice],
  ];
  for (const [title, config, found, registry] of cases) {
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
