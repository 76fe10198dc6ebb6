import assert from 'node:assert/strict';
import { ask } from '../support/ask.ts';
import { packChart } from '../support/charts.ts';
import { install, provideChart, remove } from '../support/platform.ts';

describe('the status of a release', () => {
  it('is 404 for an unknown one', async () => {
    const { status, text } = await ask('GET', '/view-chart-status', { query: { release_name: 'edk-contract-nobody' } });
    assert.deepEqual([status, text], [404, 'Release not found']);
  });

  it('is 404 for an empty name', async () => {
    assert.equal((await ask('GET', '/view-chart-status', { query: { release_name: '' } })).status, 404);
  });

  it('needs a name', async () => {
    const { status, text } = await ask('GET', '/view-chart-status');
    assert.equal(status, 422);
    assert.match(text, /"loc":\["query","release_name"\]/);
  });

  it('is never old: name, namespace, revision, status and time', async () => {
    const chart = await provideChart(await packChart({ name: 'edk-contract-status-chart' }));
    await install(chart);
    const answer = await ask('GET', '/view-chart-status', { query: { release_name: chart.name } });
    assert.equal(answer.headers['content-type'], 'application/json');
    const status = answer.json() as Record<string, unknown>;
    assert.deepEqual([status['NAME'], status['STATUS'], status['REVISION']], [chart.name, 'deployed', 1]);
    assert.equal(typeof status['NAMESPACE'], 'string');
    assert.match(String(status['LAST DEPLOYED']), /^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/);
    await remove(chart.name);
  });

  it('speaks of the last one when a name is given twice', async () => {
    const chart = await provideChart(await packChart({ name: 'edk-contract-status-chart' }));
    await install(chart);
    const query = `release_name=edk-contract-nobody&release_name=${chart.name}`;
    assert.equal((await ask('GET', '/view-chart-status', { query })).status, 200);
    await remove(chart.name);
  });
});
