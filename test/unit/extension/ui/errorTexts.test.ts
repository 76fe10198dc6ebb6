import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../../../src/core/text/parseJson.ts';
import { catalogue, type ErrorCode } from '../../../../src/core/errors/catalogue.ts';
import { remedyFor } from '../../../../src/core/platform/judgeRelease.ts';
import { podAdviceTexts } from '../../../../src/core/platform/catalogue/podAdvice.ts';
import { chooseRemedy, editorRemedy, shortMessage, translateAdvice } from '../../../../src/extension/ui/errorTexts.ts';
import { inEnglish } from '../../../support/inEnglish.ts';

const german =
  parseJson(
    readFileSync(join(import.meta.dirname, '../../../../src/extension/l10n/bundle.l10n.de.json'), 'utf8'),
    z.record(z.string(), z.string()),
  ) ?? {};

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

  it('says every advice about a pod in the language of the editor', () => {
    const inGerman = (text: string, ...args: readonly string[]) =>
      inEnglish(german[text] ?? assert.fail(text), ...args);
    for (const advice of Object.values(podAdviceTexts)) {
      for (const [text, said] of [
        [advice, german[advice]],
        [`If it restarts again: ${advice}`, `Wenn er erneut neu startet: ${german[advice]}`],
        [`${advice} Check again in a minute.`, `${german[advice]} Prüfen Sie es in einer Minute noch einmal.`],
      ]) {
        assert.equal(translateAdvice(text ?? '', inGerman), said);
      }
      const remedy = `${advice} See "edk explain lungs" for its log or events.`;
      assert.equal(editorRemedy({ code: 'release.failed', remedy }, inGerman), german[advice]);
    }
  });

  it('leaves a remedy alone that somebody gave who knows better', () => {
    assert.equal(editorRemedy({ code: 'busy', remedy: 'Ask Ada.' }, inEnglish), 'Ask Ada.');
  });
});

const place = { file: '/work/liver/Dockerfile', line: 2 };

describe('shortMessage', () => {
  for (const [message, asName, without] of [
    ['/work/liver/Dockerfile:2: there is no "FRUM".', 'Dockerfile:2: there is no "FRUM".', 'There is no "FRUM".'],
    ['/work/liver/Dockerfile:2:7: wrong.\nVery.', 'Dockerfile:2:7: wrong.\nVery.', 'Wrong.\nVery.'],
    ['/work/liver/Dockerfile: is empty.', 'Dockerfile: is empty.', 'Is empty.'],
    [
      '/work/liver/Dockerfile has no label.',
      '/work/liver/Dockerfile has no label.',
      '/work/liver/Dockerfile has no label.',
    ],
    ['Docker does not answer.', 'Docker does not answer.', 'Docker does not answer.'],
  ] as const) {
    it(`shortens ${JSON.stringify(message)}`, () => {
      assert.equal(shortMessage({ message, place }, 'asName'), asName);
      assert.equal(shortMessage({ message, place }, 'without'), without);
      assert.equal(shortMessage({ message, place: undefined }, 'without'), message);
    });
  }
});

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
