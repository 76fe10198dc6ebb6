import assert from 'node:assert/strict';
import { startEdkWorkbench, type EdkWorkbench } from '../../support/edkWorkbench.ts';

describe('edk platform faults', () => {
  let workbench: EdkWorkbench;

  before(async () => {
    workbench = await startEdkWorkbench();
  });
  after(() => workbench.stop());

  it('lets the local platform go wrong until it is told otherwise', async () => {
    const on = await workbench.run('platform', 'faults', 'loginPage', 'latency=10');
    assert.equal(on.exitCode, 0, JSON.stringify(on.end.error));
    assert.equal((await workbench.run('extensions')).end.error?.code, 'platform.notSignedIn');
    const off = await workbench.run('platform', 'faults');
    assert.equal(off.exitCode, 0, JSON.stringify(off.end.error));
    assert.equal((await workbench.run('extensions')).exitCode, 0);
  });

  it('names the faults that there are', async () => {
    const { exitCode, end } = await workbench.run('platform', 'faults', 'earthquake');
    assert.equal(exitCode, 7);
    assert.match(`${end.error?.message ?? ''} ${end.error?.detail ?? ''}`, /Faults are latency, errors, hanging/);
  });
});
