import assert from 'node:assert/strict';
import { rules } from '../../../../src/core/checks/rules.ts';
import { runChecks } from '../../../../src/core/checks/runChecks.ts';
import { checkSettings as settings, projectFrom } from '../../../support/checks/projectFrom.ts';
import { sampleProject } from '../../../support/checks/sampleProject.ts';

const folder = 'extension/docker/files';
const values = 'extension/liver-workflow/values.yaml';
const template = 'extension/liver-workflow/templates/a.yaml';

interface Guess {
  readonly rule: string;
  readonly files: Readonly<Record<string, string>>;
  /** Where the warning is, and what it names beside. */
  readonly at: number;
  readonly also: readonly string[];
}

const guesses: readonly Guess[] = [
  {
    rule: 'dag/deprecated-name',
    files: {
      [`${folder}/dag_one.py`]: 'x = LocalMinioOperator()\ny = HelperMinio()\n',
      [`${folder}/dag_two.py`]: 'x = LocalMinioOperator()\n',
    },
    at: 1,
    also: ['dag_one.py:2', 'dag_two.py:1'],
  },
  {
    rule: 'dag/import-missing',
    files: { [`${folder}/dag_one.py`]: 'import monai\nimport SimpleITK\n' },
    at: 1,
    also: ['dag_one.py:2'],
  },
  {
    rule: 'chart/value-undefined',
    files: { [values]: 'global: {}\n', [template]: 'a: {{ .Values.one }}\nb: {{ .Values.two }}\n' },
    at: 1,
    also: ['a.yaml:2'],
  },
];

describe('rules that can only guess', () => {
  for (const { rule, files, at, also } of guesses) {
    it(`${rule} warns once in a project and names the other places`, async () => {
      const found = await ask(rule, files);
      assert.deepEqual(
        found.map(({ severity, range }) => [severity, range.line]),
        [['warning', at]],
      );
      for (const place of also) assert.ok(found[0]?.message.includes(place), found[0]?.message);
    });
  }

  it('warns of the next place when the first is suppressed', async () => {
    const text = '# edk-ignore chart/value-undefined: set at launch\na: {{ .Values.one }}\nb: {{ .Values.two }}\n';
    const [finding, ...others] = await ask('chart/value-undefined', { [values]: 'global: {}\n', [template]: text });
    assert.deepEqual([finding?.range.line, others], [3, []]);
  });
});

async function ask(id: string, files: Readonly<Record<string, string>>) {
  const project = await projectFrom({ ...sampleProject, ...files });
  return runChecks(
    { project, settings },
    rules.filter((rule) => rule.id === id),
  ).findings;
}
