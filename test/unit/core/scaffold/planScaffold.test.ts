import assert from 'node:assert/strict';
import { DockerfileParser } from 'dockerfile-ast';
import { parse } from 'yaml';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import { planScaffold, applyEffect } from '../../../../src/core/scaffold/planScaffold.ts';
import { readTemplate } from '../../../../src/core/scaffold/readTemplate.ts';
import type { Effect } from '../../../../src/core/scaffold/templateManifest.ts';
import { behavesAsTemplate, loaded, shown, textOf } from '../../../support/scaffold/behavesAsTemplate.ts';
import { fixtureFiles, withFiles, withFixtureTemplate } from './fixtureTemplate.ts';

const chartPath = (name: string) => `extension/${name}-workflow/Chart.yaml`;

describe('planScaffold', () => {
  describe('on a small template', () => {
    const read = loaded(() => withFixtureTemplate(readTemplate));
    behavesAsTemplate('every kind of file', read);

    it('renames in every form, in paths and contents', () => {
      const plan = planScaffold(read(), { name: 'lung-texture' });
      assert.equal(plan.openFirst, 'processing-containers/lung-texture/files/make.py');
      assert.equal(plan.title, 'Lung Texture');
      const dag = textOf(plan, 'extension/docker/files/dag_lung_texture.py');
      assert.match(dag, /from lung_texture\.LungTextureOperator import LungTextureOperator {2}# Lung Texture/);
      assert.match(textOf(plan, 'README.md'), /^# Lung Texture\n/);
      assert.match(textOf(plan, '.gitignore'), /__pycache__/);
    });

    it('writes quotes as each language wants them, and leaves the rest of the line alone', () => {
      const title = `It's "$HOME" {1}: #2`;
      const plan = planScaffold(read(), { name: 'lung-texture', title });
      const dag = textOf(plan, 'extension/docker/files/dag_lung_texture.py');
      assert.ok(dag.includes(`title = "It's \\"$HOME\\" {1}: #2"`));
      assert.ok(dag.includes(`single = 'It\\'s "$HOME" {1}: #2'`));
      assert.ok(dag.includes(`f"{title}: It's \\"$HOME\\" {{1}}: #2"`));
      assert.deepEqual(JSON.parse(textOf(plan, 'parameters.json')), { title });
      const chart = textOf(plan, chartPath('lung-texture'));
      assert.ok(chart.startsWith(`# Chart of ${title}\nname: lung-texture-workflow # the release\n`));
      assert.ok(chart.includes(`ui-visible-name: 'It''s "$HOME" {1}: #2'`));
      const { annotations } = shown.parse(parse(chart));
      assert.deepEqual(annotations['in-flow'], { title, list: [title] });
      assert.equal(annotations['long'], `${title}: Makes samples of images.`);
      const dockerfile = textOf(plan, 'extension/docker/Dockerfile');
      assert.ok(dockerfile.includes(`TITLE="It's \\"\\$HOME\\" {1}: #2"`));
      const keywords = DockerfileParser.parse(dockerfile)
        .getInstructions()
        .map((one) => one.getKeyword());
      assert.deepEqual(keywords, ['FROM', 'LABEL', 'COPY']);
    });

    it('does not rename inside of what was answered', () => {
      const plan = planScaffold(read(), { name: 'sample-maker-two', title: 'The Sample Maker, sample-maker II' });
      assert.match(textOf(plan, 'README.md'), /^# The Sample Maker, sample-maker II\n.*\n.*`sample-maker-two`/s);
    });

    it('copies what is no text as it is', () => {
      const logo = planScaffold(read(), { name: 'lung' }).files.find((file) => file.path === 'logo.png');
      assert.deepEqual(Uint8Array.from(logo?.content ?? []), fixtureFiles['logo.png']);
    });

    it('lets answers change keywords and base image, comments and order kept', () => {
      const answers = { name: 'sample-maker', maturity: 'experimental', hardware: 'gpu' };
      const plan = planScaffold(read(), answers);
      const original = String(fixtureFiles[chartPath('sample-maker')]);
      assert.equal(
        textOf(plan, chartPath('sample-maker')),
        original.replace('- kaapanaworkflow\n', '- kaapanaworkflow\n  - kaapanaexperimental\n  - gpurequired\n'),
      );
      assert.match(textOf(plan, 'processing-containers/sample-maker/Dockerfile'), /^FROM local-only\/base-python-gpu:/);
      assert.match(textOf(plan, 'extension/docker/Dockerfile'), /^FROM local-only\/base-installer:/);
    });

    it('takes a keyword away', () => {
      const file = chartPath('sample-maker');
      const text = String(fixtureFiles[file]);
      const experimental = text.replace('- kaapanaworkflow\n', '- kaapanaexperimental # soon\n  - kaapanaworkflow\n');
      return withFiles({ ...fixtureFiles, [file]: experimental }, async (folder) => {
        assert.equal(textOf(planScaffold(await readTemplate(folder), { name: 'sample-maker' }), file), text);
      });
    });
  });

  for (const [title, path, text, line] of [
    ['a language without known quoting', 'x.sh', 'true\necho The Sample Maker', 2],
    ['a raw string of Python', 'x.py', '\nx = r"The Sample Maker"', 2],
    ['an instruction of a Dockerfile that a shell reads', 'Dockerfile', 'FROM x\nRUN echo "The Sample Maker"', 2],
    ['single quotes of a Dockerfile', 'Dockerfile', "FROM x\nLABEL A='The Sample Maker'", 2],
    ['a Helm template', 'x.yaml', 'a: 1\n{{ if x }}\nb: The Sample Maker', 3],
  ] as const) {
    it(`refuses a template whose title stands in ${title}`, () =>
      withFiles({ ...fixtureFiles, [path]: text }, async (folder) => {
        const template = await readTemplate(folder);
        assert.throws(
          () => planScaffold(template, { name: 'lung' }),
          (error) => error instanceof EdkError && error.code === 'template.invalid' && error.place?.line === line,
        );
      }));
  }

  it('refuses a name under which two files would be one', () =>
    withFiles({ ...fixtureFiles, 'a/sample_maker.py': '', 'a/fixed.py': '' }, async (folder) => {
      const template = await readTemplate(folder);
      assert.throws(
        () => planScaffold(template, { name: 'fixed' }),
        (error) => error instanceof EdkError && error.code === 'name.invalid' && error.message.includes('a/fixed.py'),
      );
    }));
});

const when = { question: 'x', is: 'y' };
const file = 'Chart.yaml';
const list = { path: ['keywords'], item: 'b' };
const add: Effect = { when, file, addToList: list };
const remove: Effect = { when, file, removeFromList: list };

describe('applyEffect', () => {
  for (const [title, effect, text, expected] of [
    [
      'adds a line',
      add,
      'keywords: # k\n  - a # first\n\n# end\nx: [1]\n',
      'keywords: # k\n  - a # first\n  - b\n\n# end\nx: [1]\n',
    ],
    ['adds a line without indentation', add, 'keywords:\n- a\nx: 1\n', 'keywords:\n- a\n- b\nx: 1\n'],
    ['adds a line to a text without line end', add, 'keywords:\n- a', 'keywords:\n- a\n- b\n'],
    ['adds into brackets', add, 'keywords: [ a ] # k\n', 'keywords: [ a, b ] # k\n'],
    ['makes a list', add, 'x: 1 # x\n', 'x: 1 # x\nkeywords:\n  - b\n'],
    ['adds nothing twice', add, 'keywords: ["b",   a]\n', 'keywords: ["b",   a]\n'],
    ['removes a line', remove, 'keywords:\n  - "b" # gone\n  - a # stays\n', 'keywords:\n  - a # stays\n'],
    ['removes from brackets', remove, 'keywords: [ a, b ]\n', 'keywords: [ a ]\n'],
    ['removes the only one', remove, 'keywords:\n  - b\n', 'keywords: []\n'],
    ['removes nothing that is not there', remove, 'keywords:   [a]\n', 'keywords:   [a]\n'],
    [
      'replaces a text everywhere, dollars included',
      { when, file, replaceText: { from: 'a', to: '$&' } },
      'a b a',
      '$& b $&',
    ],
  ] as const) {
    it(title, () => assert.equal(applyEffect(text, effect), expected));
  }

  for (const [title, effect, text, message] of [
    ['what is no list', add, 'keywords: a\n', /"keywords" is not a list/],
    ['what is no YAML', add, 'keywords: "a\n', /quote/i],
    ['a text that is not there', { when, file, replaceText: { from: 'a', to: 'b' } }, 'c', /"a" is not in the file/],
  ] as const) {
    it(`refuses ${title}`, () => {
      assert.throws(
        () => applyEffect(text, effect),
        (error) => error instanceof EdkError && error.code === 'template.invalid' && message.test(error.message),
      );
    });
  }
});
