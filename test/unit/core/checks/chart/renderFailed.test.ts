import { renderFailed } from '../../../../../src/core/checks/chart/renderFailed.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

import { join } from 'node:path';
import { EdkError } from '../../../../../src/core/errors/edkError.ts';
import { projectFolder } from '../../../../support/checks/projectFrom.ts';

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
