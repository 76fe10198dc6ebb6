import { deprecatedName, taskUnchained } from '../../../../../src/core/checks/dag/operators.ts';
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
      says: /"b" is not in any chain/,
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

testRule(deprecatedName, {
  bad: [
    {
      title: 'an operator of Kaapana 0.3, and changes every place',
      files: {
        [path]:
          'from kaapana.operators.LocalMinioOperator import LocalMinioOperator\nput = LocalMinioOperator(dag=dag)\n',
      },
      at: [`${path}:1:24`],
      says: /LocalMinioOperator was replaced by MinioOperator/,
      fixed: /^from kaapana\.operators\.MinioOperator import MinioOperator\nput = MinioOperator\(dag=dag\)/,
    },
    {
      title: 'HelperMinio',
      files: { [path]: 'from kaapana.operators.HelperMinio import HelperMinio\n' },
      at: [`${path}:1`],
    },
    {
      title: 'the form under its old name',
      files: { [path]: 'x = conf["form_data"]["a"]\n' },
      at: [`${path}:1:11`],
      fixed: /conf\["workflow_form"\]/,
    },
  ],
  good: [
    {
      title: 'a platform that still has it',
      files: { [path]: 'LocalMinioOperator(dag=dag)\n' },
      settings: { buildVersion: '0.3.5' },
    },
    {
      title: 'a platform whose version is not known',
      files: { [path]: 'LocalMinioOperator(dag=dag)\n' },
      settings: { buildVersion: 'develop' },
    },
    {
      title: 'an operator of the project with such a name',
      files: { [path]: 'class LocalMinioOperator(Base):\n    pass\n\nput = LocalMinioOperator(dag=dag)\n' },
    },
    { title: 'other texts', files: { [path]: 'print("form_data")\nform_data = 1\n' } },
  ],
});
