import assert from 'node:assert/strict';
import { listActiveApplications, listExtensions } from '../../../../src/core/platform/platformApi.ts';
import { extensionAnswer } from '../../../support/platformAnswers.ts';
import { usePlatform } from '../../../support/usePlatform.ts';

const signal = new AbortController().signal;

describe('lists of the platform', () => {
  const start = usePlatform();

  it('have links of running applications', async () => {
    const application = {
      name: 'lab',
      release_name: 'lab',
      paths: ['/lab'],
      annotations: {},
      project: '',
      ready: true,
    };
    const { platform } = await start({ 'GET /active-applications': { body: [application, { name: 'odd' }] } });
    const { applications, broken } = await listActiveApplications(platform, signal);
    assert.deepEqual(applications, [application]);
    assert.deepEqual(
      broken.map(({ name }) => name),
      ['odd'],
    );
  });

  it('may be long', async () => {
    const entries = Array.from({ length: 5000 }, (_, index) =>
      extensionAnswer({ chart_name: `chart-${index}` }, { name: `chart-${index}`, pods: [{ status: 'running' }] }),
    );
    const { platform } = await start({ 'GET /extensions': { body: entries } });
    assert.equal((await listExtensions(platform, signal)).extensions.length, 5000);
  });
});
