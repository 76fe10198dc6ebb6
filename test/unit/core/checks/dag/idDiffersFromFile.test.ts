import { idDiffersFromFile } from '../../../../../src/core/checks/dag/idDiffersFromFile.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/dag_liver.py';

testRule(idDiffersFromFile, {
  bad: [{ title: 'another name', files: { [path]: 'DAG("kidney")\n' }, at: [`${path}:1:5`], says: /called "kidney"/ }],
  good: [
    { title: 'the same words in another order', files: { [path]: 'DAG("segment-liver")\n' } },
    { title: 'dashes for underscores', files: { 'extension/docker/files/dag_my_liver.py': 'DAG("my-liver")\n' } },
    { title: 'a file of two DAGs', files: { [path]: 'DAG("a")\nDAG("b")\n' } },
  ],
});
