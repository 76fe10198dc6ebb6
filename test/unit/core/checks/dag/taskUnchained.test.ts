import { taskUnchained } from '../../../../../src/core/checks/dag/taskUnchained.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/dag_liver.py';

testRule(taskUnchained, {
  bad: [
    {
      title: 'a loose task of one of two DAGs',
      files: {
        [path]:
          'one = DAG("a")\ntwo = DAG("b")\na = AOperator(dag=one)\nb = AOperator(dag=one)\nc = AOperator(dag=one)\nd = AOperator(dag=two)\ne = AOperator(dag=two)\na >> b\n',
      },
      at: [`${path}:5:1`],
    },
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
    ...(
      [
        ['tasks that are all independent', 'a = AOperator(dag=dag)\nb = AOperator(dag=dag)\nc = AOperator(dag=dag)'],
        ['independent tasks that read each other', 'a = AOperator(dag=dag)\nb = BOperator(dag=dag, input_operator=a)'],
        ['independent tasks in a with statement', 'with DAG("b") as d:\n    AOperator()\n    BOperator()'],
        [
          'a list that a loop chains',
          'steps = []\na = AOperator()\nb = BOperator()\nsteps.append(a)\nsteps.append(b)\nlink(steps)',
        ],
        ['a function that chains', 'a = AOperator()\nb = BOperator()\nc = COperator()\na >> b\nafter(b, last=c)'],
        ['a dict of tasks', 'a = AOperator()\nb = BOperator()\nc = COperator()\nby_name = {"a": a, "c": c}\na >> b'],
        [
          'all tasks of the DAG in a loop',
          'a = AOperator()\nb = BOperator()\nc = COperator()\na >> b\nfor t in dag.tasks: t >> b',
        ],
      ] as const
    ).map(([title, text]) => ({ title, files: { [path]: `dag = DAG("liver")\n${text}\n` } })),
    { title: 'one task alone', files: { [path]: 'dag = DAG("liver")\na = AOperator(dag=dag)\n' } },
    { title: 'chain()', files: { [path]: 'dag = DAG("liver")\na = AOperator()\nb = BOperator()\nchain(a, b)\n' } },
  ],
});
