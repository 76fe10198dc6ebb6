import { deprecatedName } from '../../../../../src/core/checks/dag/deprecatedName.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/dag_liver.py';

testRule(deprecatedName, {
  bad: [
    {
      title: 'an operator of Kaapana 0.3, and changes every place',
      files: {
        [path]:
          'from kaapana.operators.LocalMinioOperator import LocalMinioOperator\nput = LocalMinioOperator(dag=dag)\n',
      },
      at: [`${path}:1:24`],
      says: /MinioOperator, not LocalMinioOperator/,
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
    { title: 'other texts', files: { [path]: 'print("form_data")\nform_data = 1\n' } },
  ],
});
