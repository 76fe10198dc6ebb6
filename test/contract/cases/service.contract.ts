import assert from 'node:assert/strict';
import { ask, post } from '../support/ask.ts';

describe('the service', () => {
  it('says that it runs, in words that a client can look for', async () => {
    const { status, text } = await ask('GET', '/health-check');
    assert.deepEqual([status, text], [200, 'Kube-Helm api is up and running!']);
  });

  it('tells an unknown path from an unknown release: JSON with "Not Found"', async () => {
    const { status, text } = await ask('GET', '/no-such-path');
    assert.deepEqual([status, text], [404, '{"detail":"Not Found"}']);
  });

  it('refuses another method and names the right one', async () => {
    const { status, headers, text } = await ask('GET', '/helm-install-chart');
    assert.deepEqual([status, headers['allow'], text], [405, 'POST', '{"detail":"Method Not Allowed"}']);
  });

  it('sends plain texts without a content type', async () => {
    assert.equal((await ask('GET', '/health-check')).headers['content-type'], undefined);
  });

  it('begins to fetch its extensions and says no more', async () => {
    const { status, text } = await ask('GET', '/update-extensions');
    assert.deepEqual([status, text], [202, 'Successfully updated the extensions']);
  });

  it('asks a registry for platforms with credentials only', async () => {
    const registry = { container_registry_url: 'registry.invalid/kaapana' };
    const none = await ask('GET', '/available-platforms', { query: registry });
    assert.equal(none.status, 422);
    assert.deepEqual(JSON.parse(none.text), {
      detail: [{ type: 'missing', loc: ['query', 'encoded_auth'], msg: 'Field required', input: null }],
    });
    const unreadable = await ask('GET', '/available-platforms', { query: { ...registry, encoded_auth: '!!' } });
    assert.deepEqual([unreadable.status, unreadable.text], [400, '{"detail":"Invalid encoded_auth format"}']);
  });

  it('says that a registry cannot be asked for platforms', async () => {
    const registry = { container_registry_url: 'registry.invalid/kaapana', auth_url: 'https://auth.invalid/x' };
    const query = { ...registry, encoded_auth: 'dTpw' };
    const { status, text } = await ask('GET', '/available-platforms', { query });
    assert.equal(status, 500);
    assert.match(text, /^\{"detail":"Unexpected error: ./);
  });

  for (const [title, body, message] of [
    [
      'a part of the name',
      { docker_image: 'x' },
      "missing 2 required positional arguments: 'docker_version' and 'docker_registry_url'",
    ],
    [
      'unknown parts',
      { docker_registry_url: 'r', docker_image: 'x', docker_version: '1', foo: 1 },
      "got an unexpected keyword argument 'foo'",
    ],
  ] as const) {
    it(`pulls no image when ${title === 'a part of the name' ? 'it lacks' : 'it has'} ${title}`, async () => {
      const { status, text } = await post('/pull-docker-image', body);
      assert.equal(status, 400);
      assert.deepEqual(JSON.parse(text), { detail: `Pulling docker image failed pull_docker_image() ${message}` });
    });
  }

  it('pulls no image without a request', async () => {
    const { status, text } = await ask('POST', '/pull-docker-image');
    assert.equal(status, 400);
    assert.match(text, /Pulling docker image failed Expecting value/);
  });
});
