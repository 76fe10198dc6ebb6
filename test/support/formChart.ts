import { join } from 'node:path';
import { packEntries } from './packChart.ts';

/** Text that would show itself in the window's title if anything of it ran. */
const ATTACKS = [
  '<script>top.document.title = "attacked"; document.title = "attacked"</script>',
  '<img src="x" onerror="document.body.dataset.attacked = 1">',
  '<svg onload="document.body.dataset.attacked = 1"></svg>',
  '<iframe srcdoc="<script>parent.document.body.dataset.attacked = 1</script>"></iframe>',
  '<a href="javascript:document.body.dataset.attacked = 1"></a>',
  '<a href="command:workbench.action.closeWindow"></a>',
  '<style>body { display: none }</style>',
].join('');

const values = {
  global: {
    // The chart's own value wins over what is given: a person should be told.
    stubborn: 'of-the-chart',
  },
  extension_params: {
    about: {
      type: 'doc',
      title: 'About this probe',
      html: `<p>It prints what it is given, one <b>line</b> each:</p><ul><li>names and numbers</li><li>lists</li></ul>${ATTACKS}`,
    },
    display_name: { type: 'string', definition: 'Display name', default: '-', help: 'At most 20 characters.' },
    cores: {
      type: 'string',
      definition: 'Processor cores',
      default: 2,
      help: `How many <b>cores</b> it may use. <a href="https://example.org/cores">More</a>${ATTACKS}`,
    },
    look: { type: 'group_name', default: 'How it computes' },
    gpu: { type: 'bool', definition: 'Use a graphics card', default: false, help: 'Faster, where there is one.' },
    verbose: { type: 'boolean', definition: 'Tell more', default: true },
    organ: { type: 'list_single', definition: 'Organ', value: ['liver', 'lung', 'kidney'] },
    tasks: { type: 'list_multi', definition: 'Tasks', value: ['segment', 'measure', 'report'], default: ['segment'] },
    regions: {
      type: 'list_multi',
      definition: 'Regions',
      value: Array.from({ length: 12 }, (_, index) => `region-${index + 1}`),
      default: ['region-2'],
      help: 'Type to find one.',
    },
    colour: { type: 'colour', definition: 'Colour of the outline', default: '#f80' },
    stubborn: { type: 'string', definition: 'Stubborn', default: 'of-the-list' },
    access: { type: 'doc', title: 'Access' },
    registry_password: { type: 'string', definition: 'Password', default: '' },
  },
};

/** Puts every parameter before a container that does nothing: Helm's result shows what arrived. */
function template(image: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: '{{ .Release.Name }}', namespace: '{{ .Values.global.services_namespace }}' }
spec:
  selector: { matchLabels: { app: '{{ .Release.Name }}' } }
  template:
    metadata: { labels: { app: '{{ .Release.Name }}' } }
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: probe
          image: ${image}
          imagePullPolicy: IfNotPresent
          command: ['sh', '-c', 'sleep 3600']
          env:
            {{- range $key, $value := .Values.global }}
            {{- if not (kindIs "map" $value) }}
            - { name: 'GIVEN_{{ $key | upper }}', value: {{ $value | toString | quote }} }
            {{- end }}
            {{- end }}
`;
}

/** A packaged multi-installable chart with a parameter of every type, and HTML that would like to do harm. */
export async function packFormChart(folder: string, image: string): Promise<string> {
  const chart = {
    apiVersion: 'v2',
    name: 'form-probe-chart',
    version: '0.6.0',
    description: `Asks for a parameter of <b>every</b> type. ${ATTACKS}`,
    keywords: ['kaapanaapplication', 'kaapanamultiinstallable'],
    annotations: { 'ui-visible-name': 'Form Probe', documentation: 'https://example.org/probe' },
  };
  return packEntries(join(folder, 'form-probe-chart-0.6.0.tgz'), [
    // JSON is YAML.
    ['form-probe-chart/Chart.yaml', JSON.stringify(chart)],
    ['form-probe-chart/values.yaml', JSON.stringify(values)],
    ['form-probe-chart/templates/probe.yaml', template(image)],
  ]);
}
