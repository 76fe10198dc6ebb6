import assert from 'node:assert/strict';
import { makeCertificate } from '../../support/makeCertificate.ts';
import { useEdk } from '../../support/runEdk.ts';
import { startRegistry, type TestRegistry } from '../../support/startRegistry.ts';
import { testUser, testUserLine } from '../../support/testUser.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

/** 127.0.0.1 under a name that does not look like this machine's. */
const elsewhere = (registry: TestRegistry): string => registry.address.replace('127.0.0.1', '127.1');

describe('the way to a registry', () => {
  const workshop = useEdk();
  const folder = useTemporaryFolder();
  let registry: TestRegistry | undefined;
  const start = async (...options: Parameters<typeof startRegistry>): Promise<TestRegistry> =>
    (registry = await startRegistry(...options));
  afterEach(() => registry?.stop());
  const list = (address: string): string[] => ['registry', '--registry', address];
  const { username, password } = testUser;
  const credentials = { EDK_REGISTRY_USER: username, EDK_REGISTRY_PASSWORD: password };

  it('leads through https with a certificate of an own authority, user and password of the environment', async () => {
    const { key, certificate } = makeCertificate(folder.path, '127.0.0.1');
    const args = list(elsewhere(await start({ tls: { certificate, key }, htpasswd: testUserLine })));
    const { edk } = workshop;

    await edk.succeeds(args, { env: { ...credentials, EDK_CA_FILE: certificate } });
    const untrusted = { code: 'registry.unreachable', says: /cannot be reached/, adds: /EDK_CA_FILE/ } as const;
    await edk.fails(args, untrusted, { env: credentials });
    const refused = { code: 'registry.refused', says: /refuses/, adds: /EDK_REGISTRY_USER/ } as const;
    await edk.fails(args, refused, { env: { EDK_CA_FILE: certificate } });
    const wrong = { ...credentials, EDK_REGISTRY_PASSWORD: 'wrong' };
    await edk.fails(args, refused, { env: { ...wrong, EDK_CA_FILE: certificate } });
  });

  it('leads through plain http only where somebody named the registry', async () => {
    const address = elsewhere(await start());
    const { edk } = workshop;
    const unnamed = { code: 'registry.unreachable', says: /cannot be reached/, adds: /EDK_PLAIN_HTTP/ } as const;
    await edk.fails(list(address), unnamed);
    const { stdout } = await edk.succeeds(list(address), { env: { EDK_PLAIN_HTTP: `lab:1,${address}` } });
    assert.ok(stdout.length > 0);
  });
});
