import { dockerfileInvalid } from '../../../../../src/core/checks/image/dockerfileInvalid.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/Dockerfile';

testRule(dockerfileInvalid, {
  bad: [
    {
      title: 'an unknown instruction',
      files: { [path]: 'FROM scratch\nCOPI a b\n' },
      at: [`${path}:2:1`],
      says: /COPI/,
    },
    { title: 'an empty Dockerfile', files: { [path]: '# later' }, at: [`${path}:1`] },
  ],
  good: [],
});
