import { join } from 'node:path';
import { nothingToInstall, renderFailed } from '../../../../../src/core/checks/chart/rendered.ts';
import { EdkError } from '../../../../../src/core/errors/edkError.ts';
import { projectFolder } from '../../../../support/checks/projectFrom.ts';
import { renderedFrom } from '../../../../support/checks/renderedFrom.ts';
import { renderedJob } from '../../../../support/checks/renderedJob.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const template = 'extension/liver-workflow/templates/a.yaml';

testRule(renderFailed, {
  bad: [
    {
      title: 'a template that Helm refuses',
      files: { [template]: 'a: {{ .Values.x.y }}\n' },
      rendered: {
        manifests: [],
        problem: new EdkError('chart.render', 'Helm cannot render it.', {
          detail: 'nil pointer',
          place: { file: join(projectFolder, template), line: 1, column: 7 },
        }),
      },
      at: [`${template}:1:7`],
      says: /Helm cannot render it\. nil pointer/,
    },
    {
      title: 'a failure without a place',
      files: {},
      rendered: { manifests: [], problem: new EdkError('helm.missing', 'There is no Helm.') },
      at: ['extension/liver-workflow/Chart.yaml:1'],
    },
  ],
  good: [{ title: 'a chart that was rendered', files: {}, rendered: { manifests: [] } }],
});

const path = 'extension/liver-workflow/templates/a.yaml';
const chart = 'extension/liver-workflow/Chart.yaml';
const hook = 'kind: Job\nmetadata: { name: liver, annotations: { helm.sh/hook: post-install } }\n';

testRule(nothingToInstall, {
  bad: [
    {
      title: 'a chart that renders nothing',
      rendered: { manifests: [] },
      at: [`${chart}:1`],
      says: /renders nothing\.$/,
    },
    {
      title: 'hooks alone',
      files: { [path]: hook },
      rendered: renderedFrom(path, hook),
      at: [`${path}:1`],
      says: /only hooks\.$/,
    },
    {
      title: 'what may render with other values',
      files: { [path]: '{{ if .Values.jobs }}\nkind: Job\n{{ end }}\n' },
      rendered: { manifests: [] },
      at: [`${chart}:1`],
      says: /default values/,
    },
    {
      title: 'a custom resource definition alone',
      rendered: {
        manifests: [
          { template: 'liver-workflow/crds/a.yaml', file: undefined, content: { kind: 'CustomResourceDefinition' } },
        ],
      },
      at: [`${chart}:1`],
    },
  ],
  good: [
    { title: 'a chart whose dependency brings a Job', rendered: renderedJob('b') },
    {
      title: 'a ConfigMap beside hooks',
      files: { [path]: hook },
      rendered: renderedFrom(path, `${hook}---\nkind: ConfigMap\nmetadata: { name: liver }\n`),
    },
    {
      title: 'what Helm cannot render',
      rendered: { manifests: [], problem: new EdkError('chart.render', 'Helm cannot render it.') },
    },
  ],
});
