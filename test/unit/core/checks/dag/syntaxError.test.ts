import { syntaxError } from '../../../../../src/core/checks/dag/syntaxError.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/dag_liver.py';

testRule(syntaxError, {
  bad: [
    { title: 'a bracket that is not closed', files: { [path]: 'dag = DAG("a"\nx = 1\n' }, at: [`${path}:2`] },
    {
      title: 'what is no Python at all',
      files: { [path]: `a = ${'('.repeat(300)}` },
      at: [`${path}:1`],
      says: /more than 200 brackets/,
    },
  ],
  good: [
    { title: 'new syntax', files: { [path]: 'match a:\n    case 1:\n        pass\n' } },
    { title: 'a broken script of a container', files: { 'processing-containers/liver/files/other.py': 'def (' } },
  ],
});
