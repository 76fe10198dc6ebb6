import assert from 'node:assert/strict';
import { rejection } from '../../../support/rejection.ts';
import { podContract } from '../../../../src/core/runs/contract/podContract.ts';
import { contractOf, goldenNames, readGolden } from '../../../support/runs/goldenContract.ts';

describe('podContract', () => {
  for (const name of goldenNames()) {
    const golden = readGolden(name);
    it(golden.title, () => {
      const { network, cpu, image, ...contract } = contractOf(golden);
      assert.equal(image, golden.call.image);
      assert.deepEqual({ ...contract, openTo: network.openTo, ...(cpu === undefined ? {} : { cpu }) }, golden.expected);
    });
  }

  it('refuses what no environment variable can hold', async () => {
    const golden = readGolden('defaults');
    const { conf } = contractOf(golden);
    for (const workflow_form of [{ 'a=b': 1 }, { '': 1 }, { text: 'a\0b' }]) {
      const run = { dagId: golden.dagId, runId: golden.runId, conf: { ...conf, workflow_form } };
      await rejection(
        Promise.resolve().then(() => podContract(golden.call, run)),
        'parameter.invalid',
      );
    }
  });
});
