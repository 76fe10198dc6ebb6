import assert from 'node:assert/strict';
import { describePlatform, type StatusBarFacts } from '../../../../src/extension/statusBar/describePlatform.ts';
import { inEnglish } from '../../../support/inEnglish.ts';

const facts = {
  url: 'https://kaapana.example.org:8443/kube-helm-api',
  isLocal: false,
  hasLocal: false,
  buildVersion: '0.6.0',
  registry: 'localhost:32000',
  problem: undefined,
};

const say = (what: StatusBarFacts) => describePlatform(what, { project: undefined, translate: inEnglish });

describe('describePlatform', () => {
  it('names the platform by its host, the local one as such', () => {
    assert.equal(say(facts).text, '$(beaker) Kaapana: kaapana.example.org:8443 · 0.6.0');
    assert.equal(say({ ...facts, isLocal: true }).text, '$(beaker) Kaapana: local · 0.6.0');
  });

  it('names the project that commands are about', () => {
    const { text, tooltip } = describePlatform(facts, { project: 'liver', translate: inEnglish });
    assert.match(text, / · liver · 0\.6\.0$/);
    assert.match(tooltip, /^Project liver$/m);
  });

  it('warns, with the reason, when it does not answer', () => {
    const status = say({ ...facts, problem: 'It hung up.' });
    assert.ok(status.isWarning);
    assert.match(status.text, /does not respond/);
    assert.match(status.tooltip, /^It hung up\./);
  });

  it('says that there is none without warning', () => {
    const status = say({ ...facts, url: undefined });
    assert.equal(status.isWarning, false);
    assert.match(status.text, /no platform/);
  });
});
