import { parameterUnused, valueUndefined } from '../../../../../src/core/checks/chart/values.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const values = 'extension/liver-workflow/values.yaml';
const template = 'extension/liver-workflow/templates/a.yaml';

testRule(valueUndefined, {
  bad: [
    {
      title: 'a misspelt value',
      files: { [values]: 'global: {}\nport: 1\n', [template]: 'a: {{ .Values.prot }}' },
      at: [`${template}:1:7`],
      says: /\.Values\.prot/,
    },
    {
      title: 'a key below a value',
      files: { [values]: 'global: {}\nport: 1\n', [template]: 'a: 1\nb: {{ .Values.port.number }}' },
      at: [`${template}:2:7`],
    },
  ],
  good: [
    {
      title: 'a chart that an operator launches, which sets the values',
      files: {
        'extension/liver-workflow/Chart.yaml': 'name: liver-chart\nkeywords: [kaapanaapplication, kaapanaint]\n',
        'extension/liver-workflow/templates/a.yaml': 'a: {{ .Values.workflow_dir }}{{ .Values.global.anything }}\n',
      },
    },

    {
      title: 'values of the chart, the platform and the form, and values that may be missing',
      files: {
        [values]: 'global: { a: 1 }\nport: { number: 1 }\nextension_params: { colour: { type: string } }\n',
        [template]:
          '{{ .Values.port.number }}{{ .Values.global.hostname }}{{ .Values.global.colour }}{{ .Values.x | default 1 }}' +
          '{{ if .Values.y }}{{ .Values.y }}{{ end }}{{/* .Values.z */}}{{ "text .Values.z" }}',
      },
    },
  ],
});

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
