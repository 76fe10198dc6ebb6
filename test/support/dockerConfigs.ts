import type { RegistryCredentials } from '../../src/core/docker/openBuildSession.ts';

export const host = 'localhost:34100';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const auth = base64('alice:example');
const alice = { username: 'alice', password: 'example' };
const token = { username: '', password: '', identityToken: 'identity' };

/** What a config.json of Docker holds, and the credentials in it for `host`, or for the registry that is named. */
export const dockerConfigs: readonly [
  title: string,
  config: unknown,
  found: RegistryCredentials | undefined,
  registry?: string,
][] = [
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
  ['Docker Hub by its registry', { auths: { 'https://index.docker.io/v1/': { auth } } }, alice, 'registry-1.docker.io'],
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
