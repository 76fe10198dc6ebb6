import { nothingToInstall } from '../../../../../src/core/checks/chart/nothingToInstall.ts';
import { EdkError } from '../../../../../src/core/errors/edkError.ts';
import { renderedFrom } from '../../../../support/checks/renderedFrom.ts';
import { renderedJob } from '../../../../support/checks/renderedJob.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

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
