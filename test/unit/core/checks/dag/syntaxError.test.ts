import { syntaxError } from '../../../../../src/core/checks/dag/syntaxError.ts';
import type { PythonVerdict } from '../../../../../src/core/checks/facts.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const dag = 'extension/docker/files/dag_liver.py';
const script = 'processing-containers/liver/files/extract_features.py';

const verdict = (path: string, says: PythonVerdict): { readonly python: ReadonlyMap<string, PythonVerdict> } => ({
  python: new Map([[path, says]]),
});

testRule(syntaxError, {
  bad: [
    {
      title: 'what python3 refuses in a script of a processing container',
      files: { [script]: 'x = 1\nprint("\u{1F600}", "abc)\n' },
      ...verdict(script, { message: 'unterminated string literal', line: 2, column: 12 }),
      at: [`${script}:2:13`],
      says: /^Syntax error: unterminated string literal\.$/,
    },
    {
      title: 'an error of the encoding, which has no column',
      files: { [script]: '# coding: nope\n' },
      ...verdict(script, { message: 'unknown encoding: nope', line: 1, column: 0 }),
      at: [`${script}:1:1`],
    },
    {
      title: 'without python3 a bracket that is not closed',
      files: { [dag]: 'dag = DAG("a"\nx = 1\n' },
      at: [`${dag}:2`],
    },
    {
      title: 'without python3 a string that is not closed',
      files: { [script]: 'print("abc)\n' },
      at: [`${script}:1`],
      says: /Install python3/,
    },
    {
      title: 'what is no Python at all',
      files: { [dag]: `a = ${'('.repeat(300)}` },
      at: [`${dag}:1`],
      says: /more than 200 brackets/,
    },
  ],
  good: [
    { title: 'new syntax', files: { [dag]: 'match a:\n    case 1:\n        pass\n' } },
    {
      title: 'what python3 compiles, whatever the parser says',
      files: { [dag]: 'x = (' },
      ...verdict(dag, 'compiles'),
    },
    { title: 'a template of a chart', files: { 'extension/liver-workflow/templates/job.py': 'x = {{ .Values.a }' } },
  ],
});
