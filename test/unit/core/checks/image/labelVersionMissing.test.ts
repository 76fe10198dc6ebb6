import { labelVersionMissing } from '../../../../../src/core/checks/image/labelVersionMissing.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

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
