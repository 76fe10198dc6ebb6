import { secretInContext } from '../../../../../src/core/checks/image/secretInContext.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/Dockerfile';

testRule(secretInContext, {
  bad: [
    {
      title: 'a private key',
      files: { 'processing-containers/liver/files/id_rsa': 'x', 'processing-containers/liver/.dockerignore': 'a' },
      at: [`${path}:1`],
      says: /id_rsa/,
      fixed: /^a\nfiles\/id_rsa\n$/,
    },
    {
      title: 'settings with passwords that are copied',
      files: { 'processing-containers/liver/files/.env': 'x', [path]: 'FROM scratch\nCOPY files /\n' },
      at: [`${path}:2`],
    },
  ],
  good: [{ title: 'an example of settings', files: { 'processing-containers/liver/files/.env.example': 'x' } }],
});
