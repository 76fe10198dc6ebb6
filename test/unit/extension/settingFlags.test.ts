import assert from 'node:assert/strict';
import { configFlags } from '../../../src/extension/settingFlags.ts';

const nothing = { platformUrl: undefined, platformProject: undefined, registry: undefined, buildVersion: undefined };

describe('configFlags', () => {
  it('takes what is set, without blanks around it', () => {
    const flags = configFlags((name) => (name === 'registry' ? ' localhost:5000 ' : ''));
    assert.deepEqual(flags, { ...nothing, registry: 'localhost:5000' });
  });

  for (const wrong of [5, true, null, ['http://host'], { url: 'http://host' }, '  ']) {
    it(`takes ${JSON.stringify(wrong)} for not set, so that the usual value holds`, () => {
      assert.deepEqual(
        configFlags(() => wrong),
        nothing,
      );
    });
  }
});
