import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { runChecks } from '../../../src/core/checks/runChecks.ts';
import { valuesYaml } from '../../../src/core/schemas/valuesYaml.ts';
import { checkSettings, projectFrom } from '../../support/checks/projectFrom.ts';
import { sampleProject } from '../../support/checks/sampleProject.ts';

const repository = join(import.meta.dirname, '..', '..', '..');
const read = (file: string): unknown => JSON.parse(readFileSync(join(repository, file), 'utf8'));
const snippetFile = z.record(
  z.string(),
  z.object({ prefix: z.array(z.string()).min(1), description: z.string(), body: z.array(z.string()) }),
);
const manifest = z
  .object({ contributes: z.object({ snippets: z.array(z.object({ language: z.string(), path: z.string() })) }) })
  .parse(read('package.json'));

function snippetsFor(language: string): [name: string, body: readonly string[]][] {
  return manifest.contributes.snippets
    .filter((one) => one.language === language)
    .flatMap(({ path }) => Object.entries(snippetFile.parse(read(path))))
    .map(([name, { body }]) => [name, body]);
}

/** What stands there when somebody presses Tab through the whole snippet; `typed` in place of some defaults. */
function expand(body: readonly string[], file: string, typed: Readonly<Record<string, string>> = {}): string {
  return body
    .join('\n')
    .replaceAll('${TM_FILENAME_BASE/^dag_//}', file.replace(/^dag_/u, ''))
    .replaceAll(/\$\{TM_FILENAME_BASE:[^}]*\}/gu, file)
    .replaceAll(/\$\{\d+\|([^,|]*)[^|]*\|\}/gu, '$1')
    .replaceAll(/\$\{(\d+):([^}]*)\}/gu, (_, stop: string, text: string) => typed[stop] ?? text)
    .replaceAll('$0', '');
}

describe('snippets', () => {
  const operator = 'extension/docker/files/liver/LiverOperator.py';
  const dag = 'extension/docker/files/dag_liver.py';
  const files: Readonly<Record<string, readonly [path: string, typed: Readonly<Record<string, string>>]>> = {
    'Kaapana operator': [operator, { 3: 'liver', 7: 'liver' }],
    'Kaapana DAG': [dag, { 2: 'liver', 3: 'LiverOperator' }],
  };
  const python = snippetsFor('python');
  it('are there for operators and DAGs', () => {
    assert.deepEqual(Object.keys(files).sort(), python.map(([name]) => name).sort());
  });
  for (const [name, body] of python) {
    it(`"${name}" is Python that no rule finds anything in`, async () => {
      const [path = '', typed] = files[name] ?? [];
      const base = path.replace(/^.*\/|\.py$/gu, '');
      const project = await projectFrom({ ...sampleProject, [path]: expand(body, base, typed) });
      assert.deepEqual(
        runChecks({ project, settings: checkSettings }).findings.map(({ rule, message }) => `${rule}: ${message}`),
        [],
      );
    });
  }

  const types: string[] = [];
  for (const [name, body] of snippetsFor('yaml')) {
    it(`"${name}" is what the schema of values.yaml asks for`, () => {
      const extension_params = load(expand(body, 'values'));
      const parsed = valuesYaml.parse({ extension_params });
      types.push(...Object.values(parsed.extension_params ?? {}).map(({ type }) => type));
    });
  }
  it('are there for a parameter of each type', () => {
    assert.deepEqual(types.sort(), ['boolean', 'doc', 'group_name', 'list_multi', 'list_single', 'string']);
  });
});
