import assert from 'node:assert/strict';
import { formatAge, formatStatus } from '../../../../../src/extension/views/extensions/formatStatus.ts';
import { makeExtension, makeRelease } from '../../../../support/catalogueFixtures.ts';
import { inEnglish } from '../../../../support/inEnglish.ts';

const facts = { releaseName: 'lung-workflow', platform: 'http://host/kube-helm-api', time: new Date(0) };
const helm = { helmStatus: 'deployed', lastDeployed: 'Sun Nov 22 08:48:50 2026', description: undefined };

describe('formatStatus', () => {
  it('shows Helm and every pod with reason, restarts and age', () => {
    const pods = [
      { name: 'a-12345', status: 'running', ready: '1/1', restarts: 0, ageMs: 45_000, message: undefined },
      { name: 'b', status: 'imagepullbackoff', ready: '0/1', restarts: 3, ageMs: 900_000, message: 'not found' },
    ];
    const release = makeRelease({ state: { kind: 'degraded', reason: 'b: imagepullbackoff', pods }, pods });
    const text = formatStatus({ ...facts, helm, listed: { extension: makeExtension(), release } }, inEnglish);
    for (const line of [
      /^Extension +Lung \(lung-workflow\)$/m,
      /^State +pending: b: imagepullbackoff$/m,
      /^Helm +deployed$/m,
      /^a-12345 +running +1\/1 +0 +45s$/m,
      /^b +imagepullbackoff +0\/1 +3 +15m$/m,
      /^b: imagepullbackoff, 3 restarts \(not found\)$/m,
    ]) {
      assert.match(text, line);
    }
  });

  it('says that Helm knows no such release, whatever the list still has', () => {
    const listed = { extension: makeExtension(), release: makeRelease() };
    const text = formatStatus({ ...facts, helm: undefined, listed }, inEnglish);
    assert.match(text, /^State +not installed$/m);
    assert.match(text, /^Helm +no such release$/m);
    assert.match(text, /^No pods\.$/m);
  });

  it('shows what Helm says of a release that the list does not have yet', () => {
    const failed = { ...helm, helmStatus: 'failed', description: 'why' };
    const text = formatStatus({ ...facts, helm: failed, listed: undefined }, inEnglish);
    assert.match(text, /^State +not listed/m);
    assert.match(text, /^Helm +failed: why$/m);
  });
});

describe('formatAge', () => {
  for (const [milliseconds, text] of [
    [-5, '0s'],
    [119_000, '119s'],
    [600_000, '10m'],
    [3 * 3_600_000, '3h'],
    [3 * 86_400_000, '3d'],
  ] as const) {
    it(`prints ${milliseconds} as ${text}`, () => assert.equal(formatAge(milliseconds), text));
  }
});
