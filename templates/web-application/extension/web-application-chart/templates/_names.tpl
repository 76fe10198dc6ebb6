{{- define "web-application.namespace" -}}
{{- required "global.services_namespace is needed: the namespace of applications." .Values.global.services_namespace -}}
{{- end -}}

{{- define "web-application.image" -}}
{{- $registry := .Values.global.custom_registry_url | default .Values.global.registry_url -}}
{{- $registry = required "global.custom_registry_url or global.registry_url is needed: the registry of the image." $registry -}}
{{- printf "%s/%s:%s" $registry .Values.global.image (.Values.global.image_tag | default .Chart.Version) -}}
{{- end -}}

{{/* The path of the application. The platform reads the project from it. */}}
{{- define "web-application.path" -}}
{{- with .Values.global.project_id -}}
/applications/project/{{ . }}/release/{{ $.Release.Name }}
{{- else -}}
/applications/release/{{ .Release.Name }}
{{- end -}}
{{- end -}}

{{- define "web-application.displayName" -}}
{{- $name := .Values.global.display_name | default "-" -}}
{{- if eq $name "-" -}}{{ .Release.Name }}{{- else -}}{{ $name }}{{- end -}}
{{- end -}}

{{/* The platform finds the pods of a release by app.kubernetes.io/name, so this is the name of the release. */}}
{{- define "web-application.selector" -}}
app.kubernetes.io/name: {{ .Release.Name }}
{{- end -}}

{{- define "web-application.labels" -}}
{{ include "web-application.selector" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: application
app.kubernetes.io/part-of: kaapana
app.kubernetes.io/version: {{ .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}
