import { taskUnchained } from '../../../../../src/core/checks/dag/taskUnchained.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/dag_liver.py';

testRule(taskUnchained, {
  bad: [
    {
      title: 'a task that is only an input',
      files: {
        [path]:
          'dag = DAG("liver")\na = GetInputOperator(dag=dag)\nb = LiverOperator(dag=dag, input_operator=a)\nc = XOperator()\na >> c\n',
      },
      at: [`${path}:3:1`],
      says: /"b" is in no chain/,
    },
    {
      title: 'a task that is not kept',
      files: { [path]: 'dag = DAG("liver")\na = AOperator()\nb = BOperator()\nCOperator(dag=dag)\na >> b\n' },
      at: [`${path}:4`],
    },
  ],
  good: [
    { title: 'one task alone', files: { [path]: 'dag = DAG("liver")\na = AOperator(dag=dag)\n' } },
    { title: 'chain()', files: { [path]: 'dag = DAG("liver")\na = AOperator()\nb = BOperator()\nchain(a, b)\n' } },
  ],
});
