import { keywordKind, keywordKinds, keywordUnknown, unlisted } from '../../../../../src/core/checks/chart/keywords.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/liver-workflow/Chart.yaml';

testRule(keywordKind, {
  bad: [
    { title: 'a chart without keywords', files: { [path]: 'apiVersion: v2\nname: liver\n' }, at: [`${path}:1`] },
    {
      title: 'a chart with other keywords only',
      files: { [path]: 'name: liver\nkeywords: [gpurequired]\n' },
      at: [`${path}:2:1`],
      says: /kaapanaworkflow, kaapanaapplication/,
    },
  ],
  good: [
    { title: 'a chart that an operator launches', files: { [path]: 'name: liver\nkeywords: [kaapanaint]\n' } },
    { title: 'a workflow of the workflow API', files: { [path]: 'name: liver\nkeywords: [kaapanaworkflow-v2]\n' } },
    { title: 'a chart that the other one depends on', files: { 'lib/Chart.yaml': 'name: dag-installer-chart\n' } },
    { title: 'a library', files: { 'lib/Chart.yaml': 'name: lib\ntype: library\n' } },
    { title: 'an application', files: { [path]: 'name: liver\nkeywords: [kaapanaapplication]\n' } },
  ],
});

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(keywordKinds, {
  bad: [
    {
      title: 'both kinds',
      files: { [chart]: 'name: a\nkeywords: [kaapanaworkflow, kaapanaapplication]\n' },
      at: [`${chart}:2:1`],
    },
  ],
  good: [
    { title: 'one kind and its maturity', files: { [chart]: 'keywords: [kaapanaworkflow, kaapanaexperimental]\n' } },
  ],
});

testRule(keywordUnknown, {
  bad: [
    {
      title: 'a misspelt kind',
      files: { [chart]: 'keywords:\n  - kapanaworkflow\n' },
      at: [`${chart}:2:5`],
      fixed: /- kaapanaworkflow\n/,
    },
    {
      title: 'a keyword that the platform never had',
      files: { [chart]: 'keywords: [kaapanasomethingelse]\n' },
      at: [`${chart}:1`],
    },
    {
      title: 'a text in the place of the list',
      files: { [chart]: 'keywords: kaapanaworkflow\n' },
      at: [`${chart}:1:11`],
      says: /list/,
    },
  ],
  good: [
    {
      title: 'the keyword of the workflow API',
      files: { 'extension/liver-workflow/Chart.yaml': 'name: liver\nkeywords: [kaapanaworkflow-v2]\n' },
    },

    { title: 'keywords of other people', files: { [chart]: 'keywords: [radiomics, kaapanaworkflow, gpurequired]\n' } },
  ],
});

testRule(unlisted, {
  bad: [
    {
      title: 'a workflow of the workflow API',
      files: { [path]: 'name: liver\nkeywords: [kaapanaworkflow-v2]\n' },
      at: [`${path}:2:1`],
      says: /its workflow is listed in the workflow API/,
    },
    {
      title: 'a chart that an operator launches',
      files: { [path]: 'name: liver\nkeywords: [kaapanaapplication, kaapanaint]\n' },
      at: [`${path}:2:1`],
      says: /a workflow operator installs it for each run/,
    },
  ],
  good: [{ title: 'an application', files: { [path]: 'name: liver\nkeywords: [kaapanaapplication]\n' } }],
});
