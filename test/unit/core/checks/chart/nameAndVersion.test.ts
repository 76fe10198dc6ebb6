import {
  nameInvalid,
  nameShort,
  titleMissing,
  versionHyphen,
  versionInvalid,
} from '../../../../../src/core/checks/chart/nameAndVersion.ts';
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
    { title: 'a number', files: { [chart]: 'name: 12\n' }, at: [`${chart}:1:7`], says: /not a string/ },
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

testRule(nameShort, {
  bad: [
    { title: 'a name without a dash', files: { [chart]: 'name: liver\n' }, at: [`${chart}:1:7`] },
    { title: 'a short last word', files: { [chart]: 'name: liver-ct\n' }, at: [`${chart}:1`] },
  ],
  good: [
    { title: 'a library', files: { 'lib/Chart.yaml': 'name: lib\ntype: library\n' } },
    { title: 'a long last word', files: { [chart]: 'name: my-liver-chart\n' } },
  ],
});

testRule(versionInvalid, {
  bad: [
    { title: 'a number', files: { [chart]: 'version: 1.0\n' }, at: [`${chart}:1:10`], says: /not a string/ },
    {
      title: 'two parts',
      files: { [chart]: 'version: "1.0"\n' },
      at: [`${chart}:1`],
      says: /^The version "1\.0" is not a semantic version/,
    },
  ],
  good: [{ title: 'a version with details', files: { [chart]: 'version: 1.2.3-rc.1+a\n' } }],
});

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

testRule(titleMissing, {
  bad: [
    {
      title: 'a chart without annotations',
      files: { [chart]: 'apiVersion: v2\nname: my-liver-workflow\n' },
      at: [`${chart}:1`],
      fixed: /annotations:\n {2}ui-visible-name: My Liver\n$/,
    },
    {
      title: 'an empty title',
      files: { [chart]: 'name: a\nannotations:\n  ui-visible-name: ""\n' },
      at: [`${chart}:3`],
    },
  ],
  good: [{ title: 'a library', files: { 'lib/Chart.yaml': 'name: lib\ntype: library\n' } }],
});
