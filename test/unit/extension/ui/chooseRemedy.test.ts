import assert from 'node:assert/strict';
import { catalogue, type ErrorCode } from '../../../../src/core/errors/catalogue.ts';
import { chooseRemedy } from '../../../../src/extension/ui/chooseRemedy.ts';

describe('chooseRemedy', () => {
  const place = { file: '/work/liver/Dockerfile', line: 3 };

  for (const [code, command] of [
    ['image.baseUnknown', 'kaapanaEdk.initialize'],
    ['platform.notConfigured', 'kaapanaEdk.startPlatform'],
    ['registry.unreachable', 'kaapanaEdk.startPlatform'],
    ['docker.unreachable', 'kaapanaEdk.runDoctor'],
    ['release.stuck', 'kaapanaEdk.forceUninstall'],
    ['busy', 'kaapanaEdk.showJob'],
  ] as const) {
    it(`offers ${command} for ${code}, even when there is a place`, () => {
      assert.deepEqual(chooseRemedy({ code, place }, 'local'), { kind: 'command', command });
    });
  }

  it('offers no local platform to those who configured another', () => {
    assert.deepEqual(chooseRemedy({ code: 'platform.unreachable', place: undefined }, 'configured'), {
      kind: 'command',
      command: 'kaapanaEdk.runDoctor',
    });
  });

  it('leads to the place in a file', () => {
    assert.deepEqual(chooseRemedy({ code: 'dockerfile.invalid', place }, 'local'), {
      kind: 'openPlace',
      file: '/work/liver/Dockerfile',
      line: 3,
      column: 1,
    });
  });

  it('offers nothing where only the words help', () => {
    assert.equal(chooseRemedy({ code: 'disk.full', place: undefined }, 'local'), undefined);
    assert.equal(chooseRemedy({ code: 'chart.missing', place: { file: '/work/liver' } }, 'local'), undefined);
  });

  it('knows an answer for every code', () => {
    const codes = Object.keys(catalogue) as ErrorCode[];
    for (const code of codes) assert.doesNotThrow(() => chooseRemedy({ code, place }, 'configured'));
  });
});
