import { idDuplicate } from '../../../../../src/core/checks/dag/idDuplicate.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/dag_liver.py';

testRule(idDuplicate, {
  bad: [
    {
      title: 'the id of another file',
      files: { 'extension/docker/files/dag_other.py': 'dag = DAG("liver")\n' },
      at: ['extension/docker/files/dag_other.py:1:11'],
      says: /in dag_liver\.py is called "liver" too/,
    },
    {
      title: 'an id that stands twice in a file',
      files: { [path]: 'one = DAG("liver")\ntwo = DAG(dag_id="liver")\n' },
      at: [`${path}:2`],
      says: /above in this file/,
    },
  ],
  good: [
    {
      title: 'ids that only a run knows',
      files: { [path]: 'for n in names:\n    DAG(f"liver-{n}")\n    DAG(f"liver-{n}")\n' },
    },
  ],
});
