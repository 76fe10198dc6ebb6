import {
  chartMissing,
  chartSeveral,
  fileUnreadable,
  fileUnused,
  layout,
  nameTaken,
} from '../../../../../src/core/checks/project/layout.ts';
import { EdkError } from '../../../../../src/core/errors/edkError.ts';
import { projectFolder } from '../../../../support/checks/projectFrom.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const without = {
  'extension/liver-workflow/Chart.yaml': undefined,
  'extension/liver-workflow/values.yaml': undefined,
};

testRule(chartMissing, {
  bad: [{ title: 'images only', files: without, at: ['extension/docker/Dockerfile:1'] }],
  good: [
    {
      title: 'base images',
      files: {
        ...without,
        'extension/docker/Dockerfile': undefined,
        'processing-containers/liver/Dockerfile': 'FROM debian:12\nLABEL IMAGE=base REGISTRY="local-only"\n',
      },
    },
  ],
});

testRule(chartSeveral, {
  bad: [
    {
      title: 'a second chart',
      files: { 'other/Chart.yaml': 'name: b\n' },
      at: ['other/Chart.yaml:1'],
      says: /extension\/liver-workflow/,
    },
  ],
  good: [
    {
      title: 'a chart that an operator launches beside',
      files: { 'viewer-chart/Chart.yaml': 'name: viewer-chart\nkeywords: [kaapanaapplication, kaapanaint]\n' },
    },
    { title: 'a chart that the other one depends on', files: { 'lib/Chart.yaml': 'name: dag-installer-chart\n' } },
    { title: 'a library', files: { 'lib/Chart.yaml': 'name: lib\ntype: library\n' } },
    { title: 'a chart inside the chart', files: { 'extension/liver-workflow/charts/b/Chart.yaml': 'name: b\n' } },
  ],
});

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(layout, {
  bad: [
    {
      title: 'a workflow without DAGs',
      files: { 'extension/docker/Dockerfile': undefined },
      at: [`${chart}:6`],
      says: /base-installer/,
    },
    {
      title: 'an application without templates',
      files: { [chart]: 'keywords: [kaapanaapplication]\n' },
      at: [`${chart}:1`],
      says: /no templates/,
    },
  ],
  good: [
    {
      title: 'an application with templates',
      files: { [chart]: 'keywords: [kaapanaapplication]\n', 'extension/liver-workflow/templates/a.yaml': 'a: 1\n' },
    },
  ],
});

testRule(nameTaken, {
  bad: [
    {
      title: 'an extension of another title',
      files: {},
      platform: { extensions: [{ name: 'liver-workflow', title: 'Somebody else', installed: true, links: [] }] },
      at: ['extension/liver-workflow/Chart.yaml:2:7'],
      says: /Somebody else/,
    },
  ],
  good: [
    {
      title: 'an earlier build of the project',
      files: {},
      platform: { extensions: [{ name: 'liver-workflow', title: 'Liver', installed: true, links: [] }] },
    },
  ],
});

const operator = 'extension/docker/files/liver/LiverOperator.py';
const data = 'processing-containers/liver/files/table.json';
const pipe = new EdkError('file.notRegular', 'It is a named pipe.', {
  place: { file: `${projectFolder}/extension/liver-workflow/values.yaml` },
});
const large = new EdkError('file.tooLarge', 'It is larger than 2 MiB.');

testRule(fileUnreadable, {
  bad: [
    {
      title: 'a pipe in the chart',
      files: { 'extension/liver-workflow/values.yaml': undefined },
      refused: { 'extension/liver-workflow/values.yaml': pipe },
      at: ['extension/liver-workflow/values.yaml:1'],
      says: /named pipe/u,
    },
    {
      title: 'an operator that is too large',
      files: { [operator]: undefined },
      refused: { [operator]: large },
      at: [`${operator}:1`],
    },
  ],
  good: [{ title: 'large data', refused: { [data]: large } }],
});

testRule(fileUnused, {
  bad: [
    {
      title: 'a script that is not copied',
      files: { 'processing-containers/liver/helper.py': 'x = 1\n' },
      at: ['processing-containers/liver/helper.py:1'],
    },
  ],
  good: [
    {
      title: 'scripts that are copied, ignored, empty or tests',
      files: {
        'processing-containers/liver/tests/test_a.py': 'x = 1\n',
        'processing-containers/liver/empty.py': '',
        'processing-containers/liver/old.py': 'x = 1\n',
        'processing-containers/liver/.dockerignore': 'old.py\n',
      },
    },
  ],
});
