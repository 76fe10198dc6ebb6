{{/* The container of every pod. Takes a dict of context, name and action. */}}
{{- define "dag-installer.container" -}}
{{- $global := .context.Values.global -}}
- name: {{ .name }}
  image: {{ include "dag-installer.image" .context | quote }}
  imagePullPolicy: {{ $global.pull_policy_images | default "IfNotPresent" }}
  env:
    - name: ACTION
      value: {{ .action | quote }}
    - name: DAG_IMAGE
      value: {{ include "dag-installer.name" .context | quote }}
    - name: ADMIN_NAMESPACE
      value: {{ $global.admin_namespace | default "" | quote }}
    - name: SERVICES_NAMESPACE
      value: {{ include "dag-installer.namespace" .context | quote }}
    - name: KAAPANA_BUILD_VERSION
      value: {{ $global.kaapana_build_version | default .context.Chart.Version | quote }}
    - name: KAAPANA_DEFAULT_REGISTRY
      value: {{ $global.registry_url | default $global.custom_registry_url | quote }}
    - name: DOCKER_VERSION
      value: {{ .context.Chart.Version | quote }}
  # If the copy fails, the end of its log appears in the pod's status.
  terminationMessagePolicy: FallbackToLogsOnError
  resources:
    requests:
      cpu: 50m
      memory: 64Mi
    limits:
      memory: 256Mi
  {{- if ne .action "prefetch" }}
  volumeMounts:
    - name: dags
      mountPath: /kaapana/mounted/workflows/dags
    - name: plugins
      mountPath: /kaapana/mounted/workflows/plugins
  {{- end }}
{{- end -}}

{{- define "dag-installer.waitForPlatform" -}}
- name: wait-for-platform
  image: {{ include "dag-installer.image" . | quote }}
  imagePullPolicy: {{ .Values.global.pull_policy_images | default "IfNotPresent" }}
  command: ["wait-for-platform"]
  env:
    - name: PLATFORM_API_URL
      value: {{ include "dag-installer.api" . | quote }}
    - name: PLATFORM_WAIT_SECONDS
      value: "120"
  terminationMessagePolicy: FallbackToLogsOnError
  resources:
    requests:
      cpu: 50m
      memory: 64Mi
    limits:
      memory: 256Mi
{{- end -}}

{{- define "dag-installer.volumes" -}}
- name: dags
  persistentVolumeClaim:
    claimName: dags-pv-claim
- name: plugins
  persistentVolumeClaim:
    claimName: af-plugins-pv-claim
{{- end -}}
