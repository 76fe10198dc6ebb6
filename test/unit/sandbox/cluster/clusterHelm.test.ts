import assert from 'node:assert/strict';
import { z } from 'zod';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import { explainClusterFailure, readToolJson } from '../../../../src/sandbox/cluster/clusterTool.ts';
import { helmReason, isNameTaken, releaseStatus, splitChart } from '../../../../src/sandbox/cluster/clusterHelm.ts';

const failure = (detail: string) => new EdkError('tool.failed', 'Command failed with exit code 1: helm', { detail });

describe('what the tools of a cluster say', () => {
  for (const [chart, name, version] of [
    ['viewer-chart-0.1.0', 'viewer-chart', '0.1.0'],
    ['viewer-2-chart-1.2.3-rc.1', 'viewer-2-chart', '1.2.3-rc.1'],
    ['viewer-v1.2.3', 'viewer', 'v1.2.3'],
    ['viewer', 'viewer', ''],
  ] as const) {
    it(`is the chart "${name}" in "${chart}"`, () => assert.deepEqual(splitChart(chart), { name, version }));
  }

  for (const [helm, platform] of [
    ['deployed', 'deployed'],
    ['failed', 'failed'],
    ['pending-install', 'pending-install'],
    ['pending-upgrade', 'pending-install'],
    ['uninstalling', 'uninstalling'],
    ['uninstalled', undefined],
    ['superseded', undefined],
  ] as const) {
    it(`is ${platform ?? 'no release'} for ${helm}`, () => assert.equal(releaseStatus(helm), platform));
  }

  it('is a reason without its warnings and beginnings', () => {
    const said = 'W1128 deprecated\nError: INSTALLATION FAILED: 1 error occurred:\n\t* it is invalid';
    assert.equal(helmReason(failure(said)), '1 error occurred:\n\t* it is invalid');
    assert.ok(
      isNameTaken(helmReason(failure('Error: INSTALLATION FAILED: cannot re-use a name that is still in use'))),
    );
  });

  for (const [said, code] of [
    [
      'Error: Kubernetes cluster unreachable: Get "https://127.0.0.1:1/version": dial tcp: refused',
      'cluster.unreachable',
    ],
    [
      'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?',
      'cluster.unreachable',
    ],
    ['Unable to connect to the server: dial tcp: lookup nowhere: no such host', 'cluster.unreachable'],
    ['error: You must be logged in to the server (Unauthorized)', 'cluster.refused'],
    ['Error from server (Forbidden): pods is forbidden: User "me" cannot list resource "pods"', 'cluster.refused'],
    ['error: context "old" does not exist', 'cluster.unknownContext'],
    ['Error: release: not found', 'tool.failed'],
  ] as const) {
    it(`is ${code} for "${said.slice(0, 40)}…"`, () => {
      const access = { context: 'desk', kubeconfig: undefined, kubectl: 'kubectl', helm: 'helm' };
      assert.equal(explainClusterFailure(failure(said), access, 'kubectl').code, code);
    });
  }

  for (const text of ['', 'Error: nothing', '{"items": 1}']) {
    it(`is a failure of the tool for ${JSON.stringify(text)} in place of the JSON asked for`, () => {
      const read = () => readToolJson('kubectl', text, z.object({ items: z.array(z.string()) }));
      assert.throws(read, { code: 'tool.failed', message: 'kubectl returned unexpected output.', detail: text });
    });
  }
});
