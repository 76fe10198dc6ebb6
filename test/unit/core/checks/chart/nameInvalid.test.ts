import { nameInvalid } from '../../../../../src/core/checks/chart/nameInvalid.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(nameInvalid, {
  bad: [
    {
      title: 'capital letters',
      files: { [chart]: 'apiVersion: v2\nname: Liver\n' },
      at: [`${chart}:2:7`],
      says: /upper-case/,
    },
    { title: 'a number', files: { [chart]: 'name: 12\n' }, at: [`${chart}:1:7`], says: /no text/ },
  ],
  good: [
    {
      title: 'a dependency with an underscore',
      files: {
        'extension/liver-workflow/requirements.yaml': 'dependencies: [{ name: seed_loader, version: 0.0.0 }]\n',
        'lib/Chart.yaml': 'name: seed_loader\n',
      },
    },
    { title: 'a missing name, which is the matter of another rule', files: { [chart]: 'version: 1\n' } },
  ],
});
