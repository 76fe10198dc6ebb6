import assert from 'node:assert/strict';
import { ask, post } from '../support/ask.ts';
import { packChart } from '../support/charts.ts';
import { install, provideChart, remove, statusOf, waitForStatus } from '../support/platform.ts';

describe('active applications', () => {
  it('are a JSON array', async () => {
    const answer = await ask('GET', '/active-applications');
    assert.equal(answer.status, 200);
    assert.ok(Array.isArray(answer.json()));
  });

  it('are completed by the name of their release', async () => {
    const { status, text } = await post('/complete-active-application', {});
    assert.deepEqual([status, text], [400, "Payload does not have mandatory key: 'release_name'"]);
  });

  it('cannot be completed without a request', async () => {
    const { status, text } = await ask('POST', '/complete-active-application');
    assert.equal(status, 500);
    assert.match(text, /^\{"detail":"Internal server error: Expecting value/);
  });

  it('cannot be completed when they do not exist', async () => {
    const { status, text } = await post('/complete-active-application', { release_name: 'edk-contract-nobody' });
    assert.equal(status, 500);
    assert.match(text, /release edk-contract-nobody does not have correct annotations/);
  });

  it('cannot be completed without the keyword kaapanaint', async () => {
    const chart = await provideChart(await packChart({ name: 'edk-contract-plain-chart' }));
    await install(chart);
    assert.equal((await post('/complete-active-application', { release_name: chart.name })).status, 500);
    assert.equal(await statusOf(chart.name), 'deployed');
    await remove(chart.name);
  });

  it('are uninstalled when they are completed', async () => {
    const keywords = ['kaapanaapplication', 'kaapanaint'];
    const chart = await provideChart(await packChart({ name: 'edk-contract-interactive-chart', keywords }));
    await install(chart);
    const { status, text } = await post('/complete-active-application', { release_name: chart.name });
    assert.deepEqual([status, text], [200, `Completed active application: ${chart.name}`]);
    await waitForStatus(chart.name, '404');
  });
});
