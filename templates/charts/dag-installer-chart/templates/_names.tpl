{{- define "dag-installer.image" -}}
{{- $registry := .Values.global.custom_registry_url | default .Values.global.registry_url -}}
{{- $registry = required "global.custom_registry_url or global.registry_url is needed: the registry of the DAG image." $registry -}}
{{- printf "%s/%s:%s" $registry (include "dag-installer.name" .) .Chart.Version -}}
{{- end -}}

{{- define "dag-installer.name" -}}
{{- required "global.image is needed: the name of the DAG image." .Values.global.image -}}
{{- end -}}

{{- define "dag-installer.namespace" -}}
{{- required "global.services_namespace is needed: the namespace of Airflow." .Values.global.services_namespace -}}
{{- end -}}

{{- define "dag-installer.api" -}}
{{- $default := printf "http://kube-helm-service.%s.svc:5000/kube-helm-api" (.Values.global.admin_namespace | default "admin") -}}
{{- .Values.global.platform_api_url | default $default -}}
{{- end -}}

{{- define "dag-installer.selector" -}}
app.kubernetes.io/name: {{ include "dag-installer.name" . | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "dag-installer.labels" -}}
{{ include "dag-installer.selector" . }}
app.kubernetes.io/component: dag-installer
app.kubernetes.io/part-of: kaapana
app.kubernetes.io/version: {{ .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}
