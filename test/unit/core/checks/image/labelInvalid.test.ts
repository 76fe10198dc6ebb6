import { labelInvalid } from '../../../../../src/core/checks/image/labelInvalid.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/Dockerfile';

testRule(labelInvalid, {
  bad: [
    {
      title: 'capital letters',
      files: { [path]: 'FROM scratch\nLABEL IMAGE="Liver"\n' },
      at: [`${path}:2:7`],
      says: /upper-case/,
    },
    { title: 'a tag', files: { [path]: 'FROM scratch\nLABEL IMAGE="liver:1"\n' }, at: [`${path}:2`], says: /tag/ },
    {
      title: 'an underscore in the name of a DAG image',
      files: { 'extension/docker/Dockerfile': 'FROM local-only/base-installer:latest\nLABEL IMAGE=dag_liver\n' },
      at: ['extension/docker/Dockerfile:2'],
      says: /Job/,
    },
  ],
  good: [{ title: 'an underscore elsewhere', files: { [path]: 'FROM scratch\nLABEL IMAGE=my_liver\n' } }],
});
