import assert from 'node:assert/strict';
import { startTool } from '../../../src/core/process/startTool.ts';

describe('startTool', function () {
  this.timeout(10_000);

  it('runs a program until it is stopped', async () => {
    const tool = await startTool({ executable: 'sleep', arguments: ['60'] });
    assert.ok(isAlive(tool.pid));
    await tool.stop();
    assert.ok(!isAlive(tool.pid));
  });

  it('tells the end of the output of a program that ended by itself', async () => {
    const tool = await startTool({ executable: 'sh', arguments: ['-c', 'echo no >&2; exit 3'] });
    assert.equal(await tool.ended, 'no');
  });

  it('says that there is no such program', async () => {
    await assert.rejects(startTool({ executable: 'no-such-program', arguments: [] }), { code: 'tool.missing' });
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
