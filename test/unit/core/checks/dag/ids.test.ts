import { idDiffersFromFile, idDuplicate, idInvalid } from '../../../../../src/core/checks/dag/ids.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/dag_liver.py';

testRule(idDuplicate, {
  bad: [
    {
      title: 'the id of another file',
      files: { 'extension/docker/files/dag_other.py': 'dag = DAG("liver")\n' },
      at: ['extension/docker/files/dag_other.py:1:11'],
      says: /in dag_liver\.py is also called "liver"/,
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

testRule(idInvalid, {
  bad: [
    { title: 'a blank', files: { [path]: 'DAG("my liver")\n' }, at: [`${path}:1:5`], says: /does not accept spaces/ },
    { title: 'a strange letter', files: { [path]: 'DAG(dag_id="liver/1")\n' }, at: [`${path}:1:12`] },
    { title: 'an empty id', files: { [path]: 'DAG("")\n' }, at: [`${path}:1`] },
    {
      title: 'a very long id',
      files: { [path]: `DAG("${'a'.repeat(251)}")\n` },
      at: [`${path}:1`],
      says: /251 characters/,
    },
    { title: 'no id', files: { [path]: 'DAG(schedule_interval=None)\n' }, at: [`${path}:1:1`] },
    { title: 'a number', files: { [path]: 'DAG(7)\n' }, at: [`${path}:1`], says: /must be a string, not 7/ },
  ],
  good: [
    { title: 'dots, dashes, underscores, digits', files: { [path]: 'DAG("a.b-c_1")\n' } },
    { title: 'what only a run knows', files: { [path]: 'DAG(name())\nDAG(**arguments)\n' } },
  ],
});

testRule(idDiffersFromFile, {
  bad: [{ title: 'another name', files: { [path]: 'DAG("kidney")\n' }, at: [`${path}:1:5`], says: /called "kidney"/ }],
  good: [
    { title: 'the same words in another order', files: { [path]: 'DAG("segment-liver")\n' } },
    { title: 'dashes for underscores', files: { 'extension/docker/files/dag_my_liver.py': 'DAG("my-liver")\n' } },
    { title: 'a file of two DAGs', files: { [path]: 'DAG("a")\nDAG("b")\n' } },
  ],
});
