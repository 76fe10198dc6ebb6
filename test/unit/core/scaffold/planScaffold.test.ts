import assert from 'node:assert/strict';
import { DockerfileParser } from 'dockerfile-ast';
import { parse } from 'yaml';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import { planScaffold } from '../../../../src/core/scaffold/planScaffold.ts';
import { readTemplate } from '../../../../src/core/scaffold/readTemplate.ts';
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
