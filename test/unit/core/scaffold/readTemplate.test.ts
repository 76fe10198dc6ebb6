import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import { listTemplates, readTemplate } from '../../../../src/core/scaffold/readTemplate.ts';
import { fixtureFiles, withFiles, withFixtureTemplate } from './fixtureTemplate.ts';

const manifestText = String(fixtureFiles['template.yaml']);

const invalid = (message: RegExp, line?: number) => (error: unknown) => {
  assert.ok(error instanceof EdkError, String(error));
  assert.equal(error.code, 'template.invalid');
  assert.match(error.message, message);
  if (line !== undefined) assert.equal(error.place?.line, line);
  return true;
};

describe('readTemplate', () => {
  it('reads everything but the manifest and leftovers', () =>
    withFixtureTemplate(async (folder) => {
      const { files } = await readTemplate(folder);
      const expected = Object.keys(fixtureFiles).filter((path) => path !== 'template.yaml');
      assert.deepEqual(files.map((file) => file.path).sort(), expected.sort());
      assert.equal(files.find((file) => file.path.endsWith('run.sh'))?.mode, 0o755);
    }));

  for (const { title, from, to, message, line } of [
    { title: 'syntax', from: 'kind: workflow', to: 'kind: "workflow', message: /quote/i },
    { title: 'unknown kind', from: 'kind: workflow', to: 'kind: cake', message: /"kind"/, line: 1 },
    { title: 'unknown key', from: 'title: Sample', to: 'title: Sample\ncolour: red', message: /colour/ },
    { title: 'name form', from: 'snake: sample_maker', to: 'snake: sample-maker', message: /snake_case/, line: 6 },
    {
      title: 'no name question',
      from: '{ id: name, prompt: Name, kind: name }',
      to: '{ id: other, prompt: Name, kind: text, default: x }',
      message: /needs a question "name"/,
      line: 11,
    },
    { title: 'twice the same question', from: 'id: hardware', to: 'id: maturity', message: /used twice/, line: 21 },
    { title: 'default not a choice', from: 'default: cpu', to: 'default: tpu', message: /"tpu" is not one/, line: 24 },
    { title: 'effect of an unknown answer', from: 'is: gpu }', to: 'is: tpu }', message: /hardware = "tpu"/, line: 35 },
    {
      title: 'effect with two actions',
      from: 'addToList: {',
      to: 'replaceText: { from: a, to: b }\n    addToList: {',
      message: /must have one of/,
      line: 29,
    },
    {
      title: 'file of an effect missing',
      from: 'file: processing-containers/sample-maker/Dockerfile',
      to: 'file: Dockerfile',
      message: /no file Dockerfile/,
    },
    { title: 'openFirst missing', from: 'files/make.py', to: 'files/made.py', message: /no file .*made\.py/ },
    {
      title: 'path out of the template',
      from: 'openFirst: p',
      to: 'openFirst: ../p',
      message: /must be inside the template/,
      line: 41,
    },
  ]) {
    it(`names the place of a fault: ${title}`, () => {
      assert.ok(manifestText.includes(from));
      return withFiles({ ...fixtureFiles, 'template.yaml': manifestText.replace(from, () => to) }, (folder) =>
        assert.rejects(readTemplate(folder), invalid(message, line)),
      );
    });
  }

  it('refuses a folder without a manifest, and links', async () => {
    await withFiles({ 'a.txt': '' }, (folder) => assert.rejects(readTemplate(folder), invalid(/is missing/)));
    await withFixtureTemplate(async (folder) => {
      await symlink('/etc/passwd', join(folder, 'link'));
      await assert.rejects(readTemplate(folder), invalid(/no links/));
    });
  });
});

describe('listTemplates', () => {
  it('gives folders with a manifest, by name', () =>
    withFiles(
      { 'b/template.yaml': manifestText, 'a/template.yaml': manifestText, 'charts/Chart.yaml': '', file: '' },
      async (folder) => {
        assert.deepEqual(
          (await listTemplates(folder)).map((entry) => entry.name),
          ['a', 'b'],
        );
      },
    ));
});
