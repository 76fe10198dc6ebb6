import { versionInvalid } from '../../../../../src/core/checks/chart/versionInvalid.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(versionInvalid, {
  bad: [
    { title: 'a number', files: { [chart]: 'version: 1.0\n' }, at: [`${chart}:1:10`], says: /no text/ },
    {
      title: 'two parts',
      files: { [chart]: 'version: "1.0"\n' },
      at: [`${chart}:1`],
      says: /^The version "1\.0" is no semantic version/,
    },
  ],
  good: [{ title: 'a version with details', files: { [chart]: 'version: 1.2.3-rc.1+a\n' } }],
});
