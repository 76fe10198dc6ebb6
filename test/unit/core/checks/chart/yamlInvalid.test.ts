import { yamlInvalid } from '../../../../../src/core/checks/chart/yamlInvalid.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

testRule(yamlInvalid, {
  bad: [
    {
      title: 'a bracket that is not closed',
      files: { 'extension/liver-workflow/values.yaml': 'global:\n  image: [a\n' },
      at: ['extension/liver-workflow/values.yaml:3'],
    },
    {
      title: 'a key that stands twice in edk.yaml',
      files: { 'edk.yaml': 'buildVersion: a\nbuildVersion: b\n' },
      at: ['edk.yaml:2:1'],
      says: /"buildVersion" stands already in line 1/,
    },
    { title: 'a broken edk.yaml', files: { 'edk.yaml': 'a: b: c\n' }, at: ['edk.yaml:1'] },
  ],
  good: [
    {
      title: 'a closing bracket at its key',
      files: { 'extension/liver-workflow/values.yaml': 'global:\n  a: [\n    b\n  ]\n' },
    },
    { title: 'an empty values.yaml', files: { 'extension/liver-workflow/values.yaml': '' } },
  ],
});
