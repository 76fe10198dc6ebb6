import {
  labelDuplicate,
  labelInvalid,
  labelMissing,
  labelVersionMissing,
} from '../../../../../src/core/checks/image/labels.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

testRule(labelMissing, {
  bad: [
    {
      title: 'a Dockerfile without the label',
      files: { 'processing-containers/liver/Dockerfile': 'FROM scratch\nCOPY files/ /\n' },
      at: ['processing-containers/liver/Dockerfile:1'],
      fixed: /^FROM scratch\nLABEL IMAGE="liver"\nCOPY/,
    },
    {
      title: 'a DAG image without the label, and names it after the project',
      files: { 'extension/docker/Dockerfile': 'FROM local-only/base-installer:latest\nCOPY files/ /kaapana/tmp/dags/' },
      at: ['extension/docker/Dockerfile:1:1'],
      fixed: /LABEL IMAGE="dag-/,
    },
  ],
  good: [
    {
      title: 'a Dockerfile that is left out of builds',
      files: { 'other/Dockerfile': 'FROM scratch\nLABEL BUILD_IGNORE="True"\n' },
    },
  ],
});

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

testRule(labelDuplicate, {
  bad: [
    {
      title: 'two images of one name',
      files: {
        'a/Dockerfile': 'FROM scratch\nLABEL IMAGE="same"\n',
        'b/Dockerfile': 'FROM scratch\nLABEL IMAGE=same\n',
      },
      at: ['b/Dockerfile:2:7'],
      says: /a\/Dockerfile/,
    },
    {
      title: 'two names of one image',
      files: { [path]: 'FROM scratch\nLABEL IMAGE=one\nLABEL IMAGE=liver\n' },
      at: [`${path}:2`],
      says: /"one"/,
    },
  ],
  good: [
    {
      title: 'an image that is left out of builds',
      files: { 'a/Dockerfile': 'FROM scratch\nLABEL IMAGE=liver BUILD_IGNORE=True\n' },
    },
  ],
});

testRule(labelVersionMissing, {
  bad: [
    {
      title: 'a Dockerfile without the label',
      files: { 'processing-containers/liver/Dockerfile': 'FROM scratch\nLABEL IMAGE="liver"\nCMD ["x"]\n' },
      at: ['processing-containers/liver/Dockerfile:2:7'],
      fixed: /LABEL IMAGE="liver"\nLABEL VERSION="0\.1\.0"\nCMD/,
    },
  ],
  good: [{ title: 'two labels in one line', files: { 'x/Dockerfile': 'FROM a\nLABEL IMAGE="x" VERSION="1"\n' } }],
});
