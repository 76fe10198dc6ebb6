import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { z } from 'zod';
import { checkExtensionName, formsOfName } from '../../../src/core/scaffold/extensionName.ts';
import { planScaffold, type ScaffoldPlan } from '../../../src/core/scaffold/planScaffold.ts';
import type { Template, TemplateFile } from '../../../src/core/scaffold/readTemplate.ts';

export function textOf(plan: ScaffoldPlan, path: string): string {
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
export const shown = z.object({
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

/** What holds for every template. */
export function behavesAsTemplate(title: string, read: () => Template): void {
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
        { numRuns: 15 },
      );
    });

    it('compiles as Python whatever title and description are', function () {
      if (python === undefined) this.skip();
      const template = read();
      const texts = [...fc.sample(displayText, { numRuns: 4, seed: 1 }), '"', "'", '\\', '"""', '{x}', 'it\'s "x"'];
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

export function loaded(read: () => Promise<Template>): () => Template {
  let template: Template | undefined;
  before(async () => {
    template = await read();
  });
  return () => {
    assert.ok(template);
    return template;
  };
}
