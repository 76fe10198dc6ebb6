import assert from 'node:assert/strict';
import {
  allowHost,
  completeApplication,
  listAvailablePlatforms,
  pullImage,
  switchFaults,
  updateExtensions,
} from '../../../../src/core/platform/platformActions.ts';
import { rejection } from '../../../support/rejection.ts';
import { usePlatform } from '../../../support/usePlatform.ts';

const signal = new AbortController().signal;

describe('what the platform is asked to do', () => {
  const start = usePlatform();

  it('pulls an image, named in the three parts that it wants', async () => {
    const { platform, server } = await start({ 'POST /pull-docker-image': { status: 202, body: 'Trying' } });
    await pullImage(platform, 'registry.example.org:5000/kaapana/lung-net:0.6.0', signal);
    assert.deepEqual(JSON.parse(server.requests[0]?.body.toString() ?? ''), {
      docker_registry_url: 'registry.example.org:5000/kaapana',
      docker_image: 'lung-net',
      docker_version: '0.6.0',
    });
  });

  it('switches faults and allows hosts of the local platform by its own paths', async () => {
    const { platform, server } = await start({
      'POST /local-platform/faults': { body: '{"latency":5,"errors":false}' },
      'POST /local-platform/hosts': { body: '{"hosts":["hospital.example"]}' },
    });
    assert.deepEqual(await switchFaults(platform, { latency: 5 }, signal), { latency: 5, errors: false });
    await allowHost(platform, 'hospital.example', signal);
    assert.deepEqual(
      server.requests.map(({ body }) => body.toString()),
      ['{"latency":5}', '{"host":"hospital.example"}'],
    );
  });

  for (const reference of ['lung-net:1', 'example.org/a', 'example.org/a:1;id', 'example.org/a b:1', 'https://a/b:1']) {
    it(`sends no image "${reference}"`, async () => {
      const { platform, server } = await start({});
      await rejection(pullImage(platform, reference, signal), 'name.invalid');
      assert.deepEqual(server.requests, []);
    });
  }

  it('completes an application, and says what the platform says when it is none', async () => {
    const refusal = { status: 500, body: { detail: 'release lab does not have correct annotations' } };
    const { platform, server } = await start({
      'POST /complete-active-application': [{ body: 'Completed active application: lab' }, refusal],
    });
    await completeApplication(platform, 'lab', signal);
    assert.equal(server.requests[0]?.body.toString(), '{"release_name":"lab"}');
    const error = await rejection(completeApplication(platform, 'lab', signal), 'platform.failed');
    assert.equal(error.detail, 'release lab does not have correct annotations');
  });

  it('lists the platforms of a registry, and gives its password away to nobody on the way', async () => {
    const { platform, server } = await start({ 'GET /available-platforms': { body: ['0.10.0', '0.9.0'] } });
    const registry = { registry: 'lab.example/kaapana', credentials: { username: 'anna', password: 'gehe:im' } };
    assert.deepEqual(await listAvailablePlatforms(platform, registry, signal), ['0.9.0', '0.10.0']);
    const query = server.requests[0]?.query;
    assert.equal(query?.get('container_registry_url'), 'lab.example/kaapana');
    assert.equal(Buffer.from(query.get('encoded_auth') ?? '', 'base64').toString(), 'anna:gehe:im');
    const elsewhere = { ...platform, baseUrl: 'http://kaapana.example.org/kube-helm-api' };
    const error = await rejection(listAvailablePlatforms(elsewhere, registry, signal), 'settings.invalid');
    assert.match(error.remedy, /https/);
    assert.equal(server.requests.length, 1);
  });

  it('fetches the collections of extensions again, and asks once only', async () => {
    const { platform, server } = await start({ 'GET /update-extensions': [{ status: 503 }, { status: 202 }] });
    await rejection(updateExtensions(platform, signal), 'platform.failed');
    assert.equal(server.requests.length, 1);
  });
});
