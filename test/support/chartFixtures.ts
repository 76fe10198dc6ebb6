/** A chart that brings a Job whose tag is the chart's own version: the trap of dag-installer-chart. */
export const installerChart = {
  'Chart.yaml': 'apiVersion: v1\nname: dag-installer-chart\nversion: 0.0.0\nappVersion: 0.0.0\n',
  'values.yaml': 'global:\n  image: none\n',
  'templates/job.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Values.global.image }}
  namespace: {{ .Values.global.services_namespace }}
spec:
  template:
    spec:
      initContainers:
        - name: wait
          image: "{{ .Values.global.registry_url }}/wait:{{ .Values.global.kaapana_build_version }}"
      containers:
        - name: install
          image: "{{ .Values.global.custom_registry_url | default .Values.global.registry_url }}/{{ .Values.global.image }}:{{ .Chart.Version }}"
`,
} as const;

/** A workflow's chart with Chart API v1, as it lies in `extension/one-workflow`. */
export const workflowChart = {
  'Chart.yaml': `# The chart of the workflow
apiVersion: v1
name: one-workflow
version: "0.0.0" # set by the build
appVersion: 0.0.0
keywords:
  - kaapanaworkflow
`,
  'requirements.yaml': `dependencies:
  # brings the Job
  - name: dag-installer-chart
    version: 0.0.0
    repository: file:///kaapana/app/kaapana/services/utils/dag-installer-chart
`,
  'values.yaml': `---
global:
  image: "dag-one" # the DAG image
  action: "copy"
extension_params:
  bins:
    type: string
    default: "25"
`,
} as const;

/** Files of a chart below a folder. */
export function below(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]));
}
