import { idInvalid } from '../../../../../src/core/checks/dag/idInvalid.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/dag_liver.py';

testRule(idInvalid, {
  bad: [
    { title: 'a blank', files: { [path]: 'DAG("my liver")\n' }, at: [`${path}:1:5`], says: /does not take a blank/ },
    { title: 'a strange letter', files: { [path]: 'DAG(dag_id="liver/1")\n' }, at: [`${path}:1:12`] },
    { title: 'an empty id', files: { [path]: 'DAG("")\n' }, at: [`${path}:1`] },
    {
      title: 'a very long id',
      files: { [path]: `DAG("${'a'.repeat(251)}")\n` },
      at: [`${path}:1`],
      says: /251 characters/,
    },
    { title: 'no id', files: { [path]: 'DAG(schedule_interval=None)\n' }, at: [`${path}:1:1`] },
    { title: 'a number', files: { [path]: 'DAG(7)\n' }, at: [`${path}:1`], says: /must be text, not 7/ },
  ],
  good: [
    { title: 'dots, dashes, underscores, digits', files: { [path]: 'DAG("a.b-c_1")\n' } },
    { title: 'what only a run knows', files: { [path]: 'DAG(name())\nDAG(**arguments)\n' } },
  ],
});
