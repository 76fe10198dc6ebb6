import assert from 'node:assert/strict';
import { catalogue, type ErrorCode } from '../../../../src/core/errors/catalogue.ts';
import { remedyFor } from '../../../../src/core/platform/judgeRelease.ts';
import { editorRemedy } from '../../../../src/extension/ui/editorRemedy.ts';
import { inEnglish } from '../../../support/inEnglish.ts';

describe('editorRemedy', () => {
  it('sends nobody to the terminal or to a variable for what the views and settings do', () => {
    const codes = Object.keys(catalogue) as ErrorCode[];
    const remedies = codes.map((code) => [code, editorRemedy({ code, remedy: catalogue[code].remedy }, inEnglish)]);
    const toTerminal = remedies.filter(([, remedy = '']) =>
      /\bedk [a-z]|--\w|KUBE_HELM_URL|LOCAL_REGISTRY_URL/.test(remedy),
    );
    assert.deepEqual(
      toTerminal.map(([code]) => code),
      // Not to be had in the editor: its commands ask for folders, names and ports.
      [
        'usage',
        'target.exists',
        'dockerfile.missing',
        'chart.several',
        'repository.failed',
        'platform.portTaken',
        'platform.alreadyRunning',
      ],
    );
  });

  for (const [code, remedy] of [
    ['platform.installRefused', 'Uninstall it with "edk uninstall lungs", then install again.'],
    ['release.failed', 'Correct the chart, then deploy again; "edk uninstall lungs" removes what is left.'],
    ['release.stuck', 'Remove it without its hooks: "edk uninstall lungs --force". Its files may stay behind.'],
    ['release.timeout', 'A hook of the chart may hang. See "edk status".'],
  ] as const) {
    it(`names the view instead of the command with the release, for ${code}`, () => {
      assert.match(editorRemedy({ code, remedy }, inEnglish), /^(?!.*\bedk ).*Extensions view/);
    });
  }

  it('keeps the advice for a pod, without the command that follows it', () => {
    const pod = { name: 'app', status: 'oomkilled', ready: '0/1', restarts: 0, ageMs: 0, message: undefined };
    const remedy = remedyFor('lungs', [pod]) ?? '';
    const shown = editorRemedy({ code: 'release.failed', remedy }, inEnglish);
    assert.match(shown, /resources\.limits\.memory/);
    assert.doesNotMatch(shown, /\bedk /);
  });

  it('leaves a remedy alone that somebody gave who knows better', () => {
    assert.equal(editorRemedy({ code: 'busy', remedy: 'Ask Ada.' }, inEnglish), 'Ask Ada.');
  });
});
