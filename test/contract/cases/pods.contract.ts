import assert from 'node:assert/strict';
import { options } from '../support/ask.ts';
import { job, packChart } from '../support/charts.ts';
import { entryOf, install, provideChart, remove, type Entry } from '../support/platform.ts';
import { waitFor } from '../support/waitFor.ts';

type Deployment = NonNullable<Entry['available_versions'][string]>['deployments'][number];

describe('pods of a release', () => {
  before(function () {
    if (options.image === undefined) this.skip();
  });

  async function watchChart(
    name: string,
    command: string,
    wanted: (deployment: Deployment) => boolean,
  ): Promise<Deployment> {
    const chart = await provideChart(await packChart({ name, templates: { 'job.yaml': job('main', command) } }));
    assert.equal((await install(chart)).status, 200);
    const look = async () => (await entryOf(name))?.available_versions[chart.version]?.deployments[0];
    const seen = await waitFor(
      `the pods of ${name}`,
      look,
      (deployment) => deployment !== undefined && wanted(deployment),
    );
    assert.ok(seen);
    await remove(name, { release_version: chart.version });
    return seen;
  }

  it('are listed column by column, as kubectl prints them', async () => {
    const { kube_info: info } = await watchChart('edk-contract-columns-chart', 'sleep 300', ({ ready }) => ready);
    assert.ok(info);
    const columns = [info.name, info.status, info.ready, info.restarts, info.age];
    assert.deepEqual(
      columns.map(({ length }) => length),
      [1, 1, 1, 1, 1],
    );
    assert.match(info.name[0] ?? '', /^edk-contract-columns-chart-main-[a-z0-9]{5}$/);
    assert.match(info.ready[0] ?? '', /^1\/1$/);
    assert.match(info.age[0] ?? '', /^\d+[smhd]/);
  });

  it('end as completed, which counts as ready', async () => {
    const seen = await watchChart(
      'edk-contract-done-chart',
      'true',
      ({ kube_status: status }) => status[0] === 'completed',
    );
    assert.equal(seen.ready, true);
    assert.deepEqual(seen.kube_info?.ready, ['0/1']);
  });

  it('end as error, which does not', async () => {
    const seen = await watchChart(
      'edk-contract-broken-chart',
      'exit 3',
      ({ kube_status: status }) => status[0] === 'error',
    );
    assert.equal(seen.ready, false);
  });
});
