import assert from 'node:assert/strict';
import { createHttpClient, type HttpClient } from '../../../src/core/http/httpClient.ts';
import { RegistryClient } from '../../../src/core/registry/registryClient.ts';
import { putImage as putImageTo } from '../../support/putImage.ts';
import { rejection } from '../../support/rejection.ts';
import { startRegistry, type TestRegistry } from '../../support/startRegistry.ts';
import { testUser, testUserLine } from '../../support/testUser.ts';

const { signal } = new AbortController();

describe('RegistryClient with a real registry', () => {
  let registry: TestRegistry;
  let http: HttpClient;
  let client: RegistryClient;
  before(async () => {
    registry = await startRegistry({ htpasswd: testUserLine });
    http = createHttpClient({ http: undefined, https: undefined, no: undefined });
    client = new RegistryClient({ registry: registry.address, http, findCredentials: () => Promise.resolve(testUser) });
  });
  after(async () => {
    await http.close();
    await registry.stop();
  });

  const authorization = `Basic ${Buffer.from(`${testUser.username}:${testUser.password}`).toString('base64')}`;

  const putImage = (repository: string, tag: string, layer: string): Promise<string> =>
    putImageTo(registry.address, { repository, tag, layer, authorization });

  it('lists, reads, copies and deletes', async () => {
    const first = await putImage('list', '1', 'layer one');
    const second = await putImage('list', '2', 'layer two');
    await client.ping(signal);
    assert.deepEqual(await client.listRepositories(signal), ['list']);
    assert.deepEqual((await client.listTags('list', signal)).sort(), ['1', '2']);
    assert.equal(await client.digest('list', '1', signal), first);
    assert.equal((await client.manifest('list', '1', signal))?.digest, first);
    assert.ok(((await client.size('list', '1', signal)) ?? 0) > 'layer one'.length);
    assert.equal((await client.created('list', '1', signal))?.toISOString(), '2026-01-02T03:04:05.000Z');
    const whole = await client.inspect('list', '1', signal);
    assert.deepEqual(
      [whole?.manifest.digest, whole?.size, whole?.missing],
      [first, await client.size('list', '1', signal), []],
    );

    await client.copyTag('list', { from: '1', to: '2' }, signal);
    assert.equal(await client.digest('list', '2', signal), first);
    await rejection(client.copyTag('list', { from: 'none', to: 'x' }, signal), 'registry.contentMissing');

    assert.equal(await client.deleteManifest('list', first, signal), true);
    assert.equal(await client.deleteManifest('list', first, signal), false);
    assert.equal(await client.digest('list', '1', signal), undefined);
    assert.equal(await client.digest('list', second, signal), second);
  });

  it('gives nothing for what is not there', async () => {
    assert.equal(await client.digest('nothing', '1', signal), undefined);
    assert.equal(await client.manifest('nothing', '1', signal), undefined);
    assert.equal(await client.size('nothing', '1', signal), undefined);
    assert.equal(await client.created('nothing', '1', signal), undefined);
    assert.deepEqual(await client.listTags('nothing', signal), []);
    assert.equal(await client.inspect('nothing', '1', signal), undefined);
  });

  it('is refused without credentials, or with wrong ones', async () => {
    for (const credentials of [undefined, { username: 'anna', password: 'wrong' }]) {
      const stranger = new RegistryClient({
        registry: registry.address,
        http,
        findCredentials: () => Promise.resolve(credentials),
      });
      const error = await rejection(stranger.ping(signal), 'registry.refused');
      assert.ok(error.message.includes(registry.address));
    }
  });
});
