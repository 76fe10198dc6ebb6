import assert from 'node:assert/strict';
import { catalogue, type ErrorCode } from '../../../../src/core/errors/catalogue.ts';
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

  it('leaves a remedy alone that somebody gave who knows better', () => {
    assert.equal(editorRemedy({ code: 'busy', remedy: 'Ask Ada.' }, inEnglish), 'Ask Ada.');
  });
});
