import { versionHyphen } from '../../../../../src/core/checks/chart/versionHyphen.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(versionHyphen, {
  bad: [
    {
      title: 'a release candidate',
      files: { [chart]: 'version: 1.2.3-rc.1\n' },
      at: [`${chart}:1:10`],
      fixed: /^version: "1\.2\.3\+rc\.1"\n/,
    },
  ],
  good: [{ title: 'build details', files: { [chart]: 'version: 1.2.3+rc.1\n' } }],
});
