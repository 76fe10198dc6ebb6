import { parameterUnused } from '../../../../../src/core/checks/chart/parameterUnused.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const values = 'extension/liver-workflow/values.yaml';
const template = 'extension/liver-workflow/templates/a.yaml';

testRule(parameterUnused, {
  bad: [
    {
      title: 'a parameter that no template uses',
      files: {
        [values]: 'global: {}\nextension_params:\n  colour: { type: string }\n',
        [template]: 'a: {{ .Values.global.other }}',
      },
      at: [`${values}:3:3`],
    },
  ],
  good: [
    {
      title: 'one that a template uses',
      files: {
        [values]: 'global: {}\nextension_params:\n  colour: { type: string }\n',
        [template]: 'a: {{ $.Values.global.colour | quote }}',
      },
    },
    {
      title: 'one that is looked up',
      files: {
        [values]: 'global: {}\nextension_params:\n  colour: { type: string }\n',
        [template]: 'a: {{ index .Values.global "colour" }}',
      },
    },
    {
      title: 'a template that takes all',
      files: {
        [values]: 'global: {}\nextension_params:\n  colour: { type: string }\n',
        [template]: '{{ range $k, $v := .Values.global }}{{ end }}',
      },
    },
    {
      title: 'one that an operator uses',
      files: {
        [values]: 'global: {}\nextension_params:\n  colour: { type: string }\n',
        'extension/docker/files/liver/x.py': 'COLOUR = 1\n',
      },
    },
  ],
});
