import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import { parse } from 'yaml';
import { z } from 'zod';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import { checkExtensionName } from '../../../../src/core/scaffold/extensionName.ts';
import { formsOfName } from '../../../../src/core/scaffold/nameForms.ts';
import { planScaffold, type ScaffoldPlan } from '../../../../src/core/scaffold/planScaffold.ts';
import { readTemplate, type Template, type TemplateFile } from '../../../../src/core/scaffold/readTemplate.ts';
import { fixtureFiles, withFiles, withFixtureTemplate } from './fixtureTemplate.ts';

const templates = join(import.meta.dirname, '../../../../templates');
const chartPath = (name: string) => `extension/${name}-workflow/Chart.yaml`;

function textOf(plan: ScaffoldPlan, path: string): string {
  const file = plan.files.find((one) => one.path === path);
  assert.ok(file, `${path} is missing`);
  return new TextDecoder().decode(file.content);
}

const readable = ({ path, mode, content }: TemplateFile) => ({
  path,
  mode,
  content: Buffer.from(content).toString('latin1'),
});

/** The parts of a Chart.yaml that the platform shows, as Helm reads them. */
const shown = z.object({
  description: z.string(),
  annotations: z.record(z.string(), z.unknown()),
});

/** Text that people may type, with everything that is special somewhere. */
const displayText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...Array.from(`"'\\{}[]#:&*!|>%@\`,?-$ =~<`)),
      fc.constantFrom('ä', '肺', ' #', ': ', '"""', "'''", 'yes', '12', 'x'),
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((parts) => parts.join('').trim())
  .filter((text) => text !== '');

const extensionName = fc
  .array(fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/), { minLength: 1, maxLength: 4 })
  .map((words) => words.join('-'))
  .filter((name) => checkExtensionName(name, 'application').valid);

function behavesAsTemplate(title: string, read: () => Template): void {
  describe(title, () => {
    it('is the same tree under its own name', () => {
      const template = read();
      const { files } = planScaffold(template, { name: template.manifest.identity.kebab });
      assert.deepEqual(files.map(readable), template.files.map(readable));
    });

    it('keeps none of its words under another name', () => {
      const template = read();
      const { kebab, snake, pascal, title: ownTitle } = template.manifest.identity;
      const words = [kebab, snake, pascal, ownTitle].map((word) => word.toLowerCase());
      fc.assert(
        fc.property(extensionName, (name) => {
          const forms = Object.values(formsOfName(name)).map((form: string) => form.toLowerCase());
          fc.pre(!forms.some((form) => words.some((word) => form.includes(word))));
          const plan = planScaffold(template, { name });
          for (const { path, content } of plan.files) {
            if (content.includes(0)) continue;
            const text = `${path}\n${new TextDecoder().decode(content)}`.toLowerCase();
            for (const word of words) assert.ok(!text.includes(word), `"${word}" is left in ${path}`);
          }
        }),
        { numRuns: 5 },
      );
    });

    it('stays valid whatever title and description are', () => {
      const template = read();
      const name = template.manifest.identity.kebab;
      const chart = template.files.find(({ path }) => path.endsWith('/Chart.yaml'))?.path ?? '';
      fc.assert(
        fc.property(displayText, displayText, (newTitle, description) => {
          const plan = planScaffold(template, { name, title: newTitle, description });
          const parsed = shown.parse(parse(textOf(plan, chart), { version: '1.1' }));
          assert.equal(parsed.description, description);
          assert.equal(parsed.annotations['ui-visible-name'], newTitle);
        }),
        { numRuns: 8 },
      );
    });

    it('compiles as Python whatever title and description are', function () {
      if (python === undefined) this.skip();
      const template = read();
      const texts = [...fc.sample(displayText, { numRuns: 2, seed: 1 }), '\\', '"""', 'it\'s {x} "x"'];
      const sources = texts.flatMap((text) =>
        planScaffold(template, { name: 'lung-texture', title: text, description: `${text} ${text}` })
          .files.filter((file) => file.path.endsWith('.py'))
          .map((file) => new TextDecoder().decode(file.content)),
      );
      assert.ok(sources.length > 0);
      const check = 'import json,sys\nfor s in json.load(sys.stdin): compile(s, s, "exec")';
      execFileSync(python, ['-W', 'error', '-c', check], { input: JSON.stringify(sources), stdio: 'pipe' });
    });
  });
}

const python = ['/usr/bin/python3', '/usr/local/bin/python3', ...pathCandidates()].find((file) => existsSync(file));

function pathCandidates(): readonly string[] {
  return (process.env['PATH'] ?? '').split(':').map((folder) => join(folder, 'python3'));
}

function loaded(read: () => Promise<Template>): () => Template {
  let template: Template | undefined;
  before(async () => {
    template = await read();
  });
  return () => {
    assert.ok(template);
    return template;
  };
}

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

  describe('on our own templates', () => {
    const read = loaded(() => readTemplate(join(templates, 'pyradiomics-feature-extractor')));
    behavesAsTemplate('pyradiomics-feature-extractor', read);

    it('becomes experimental and needs a GPU when asked to', () => {
      const plan = planScaffold(read(), { name: 'lung-texture', maturity: 'experimental', hardware: 'gpu' });
      const { keywords } = z
        .object({ keywords: z.array(z.string()) })
        .parse(parse(textOf(plan, chartPath('lung-texture'))));
      assert.deepEqual(keywords, ['kaapanaworkflow', 'kaapanaexperimental', 'gpurequired']);
      const dockerfile = textOf(plan, 'processing-containers/lung-texture/Dockerfile');
      assert.match(dockerfile, /^FROM local-only\/base-python-gpu:latest/m);
      assert.doesNotMatch(dockerfile, /base-python-cpu/);
    });

    const readApplication = loaded(() => readTemplate(join(templates, 'web-application')));
    behavesAsTemplate('web-application', readApplication);

    it('is launched as often as wanted when asked to, and needs a GPU', () => {
      const plan = planScaffold(readApplication(), { name: 'slide-viewer', instances: 'many', hardware: 'gpu' });
      const { keywords } = z
        .object({ keywords: z.array(z.string()) })
        .parse(parse(textOf(plan, 'extension/slide-viewer-chart/Chart.yaml')));
      assert.deepEqual(keywords, ['kaapanaapplication', 'gpurequired', 'kaapanamultiinstallable']);
      assert.match(textOf(plan, 'extension/slide-viewer-chart/values.yaml'), /^ {2}gpus: 1$/m);
      assert.match(textOf(plan, 'extension/docker/Dockerfile'), /^FROM local-only\/base-python-gpu:latest/m);
      assert.match(textOf(plan, 'extension/slide-viewer-chart/templates/deployment.yaml'), /"slide-viewer\.image"/);
    });
  });
});
