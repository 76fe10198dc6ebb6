import assert from 'node:assert/strict';
import { describePlatform } from '../../../../src/extension/statusBar/describePlatform.ts';

const facts = {
  url: 'https://kaapana.example.org:8443/kube-helm-api',
  isLocal: false,
  buildVersion: '0.6.0',
  registry: 'localhost:32000',
  problem: undefined,
};

describe('describePlatform', () => {
  it('names the platform by its host, the local one as such', () => {
    assert.equal(describePlatform(facts).text, '$(beaker) Kaapana: kaapana.example.org:8443 · 0.6.0');
    assert.equal(describePlatform({ ...facts, isLocal: true }).text, '$(beaker) Kaapana: local · 0.6.0');
  });

  it('warns, with the reason, when it does not answer', () => {
    const status = describePlatform({ ...facts, problem: 'It hung up.' });
    assert.ok(status.isWarning);
    assert.match(status.text, /does not answer/);
    assert.match(status.tooltip, /^It hung up\./);
  });

  it('says that there is none without warning', () => {
    const status = describePlatform({ ...facts, url: undefined });
    assert.equal(status.isWarning, false);
    assert.match(status.text, /no platform/);
  });
});
