import { fieldMissing, globalMissing, keyRepeated, yamlInvalid } from '../../../../../src/core/checks/chart/files.ts';
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
      says: /Duplicate key "buildVersion", first used in line 1/,
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

testRule(keyRepeated, {
  bad: [
    {
      title: 'a key that stands twice in Chart.yaml',
      files: { 'extension/liver-workflow/Chart.yaml': 'name: a\nname: b\n' },
      at: ['extension/liver-workflow/Chart.yaml:2:1'],
      says: /Duplicate key "name": the value in line 1/,
    },
    {
      title: 'one that stands three times in values.yaml',
      files: { 'extension/liver-workflow/values.yaml': 'global:\n  a: 1\n  a: 2\n  b: 1\n  a: 3\n' },
      at: ['extension/liver-workflow/values.yaml:3:3', 'extension/liver-workflow/values.yaml:5:3'],
    },
  ],
  good: [
    {
      title: 'one name in several maps',
      files: { 'extension/liver-workflow/values.yaml': 'global: { a: 1 }\nother: { a: 1 }\n' },
    },
  ],
});

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

const values = 'extension/liver-workflow/values.yaml';

testRule(globalMissing, {
  bad: [
    { title: 'an empty values.yaml', files: { [values]: '' }, at: [`${values}:1`], fixed: /^global: \{\}\n/ },
    { title: 'no values.yaml', files: { [values]: undefined }, at: ['extension/liver-workflow/Chart.yaml:1'] },
    { title: 'a list in its place', files: { [values]: 'a: 1\nglobal: []\n' }, at: [`${values}:2:1`] },
  ],
  good: [
    { title: 'a library', files: { 'lib/Chart.yaml': 'name: lib\ntype: library\n' } },
    { title: 'an empty map', files: { [values]: 'global: {}\n' } },
  ],
});
