import { fieldMissing } from '../../../../../src/core/checks/chart/fieldMissing.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(fieldMissing, {
  bad: [
    {
      title: 'an empty Chart.yaml',
      files: { [chart]: '' },
      at: [`${chart}:1`, `${chart}:1`, `${chart}:1`, `${chart}:1`],
    },
    {
      title: 'a missing version',
      files: { [chart]: 'apiVersion: v2\nname: liver\ndescription: d\n' },
      at: [`${chart}:1:1`],
      says: /no version/,
      fixed: /^version: 0\.0\.0\napiVersion/,
    },
    {
      title: 'an apiVersion that does not exist',
      files: { [chart]: 'apiVersion: v3\nname: liver\ndescription: d\nversion: 1.0.0\n' },
      at: [`${chart}:1`],
      says: /v1 or v2/,
    },
    {
      title: 'a missing description',
      files: { [chart]: 'apiVersion: v2\nname: liver\nversion: 1.0.0\n' },
      at: [`${chart}:1`],
      says: /description/,
    },
  ],
  good: [],
});
