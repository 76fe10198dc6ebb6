/** Templates of charts as extensions have them; names come from the release. */

const metadata = (name: string) => `{ name: ${name}, namespace: '{{ .Values.global.services_namespace }}' }`;

export function application(image: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: ${metadata('{{ .Release.Name }}')}
spec:
  selector: { matchLabels: { app: '{{ .Release.Name }}' } }
  template:
    metadata: { labels: { app: '{{ .Release.Name }}' } }
    spec:
      containers:
        - name: viewer
          image: '${image}'
          env: [{ name: GREETING, value: {{ .Values.global.greeting | default "none" | quote }} }]
          ports: [{ name: http, containerPort: 8080 }]
---
apiVersion: v1
kind: Service
metadata: ${metadata('{{ .Release.Name }}')}
spec:
  selector: { app: '{{ .Release.Name }}' }
  ports: [{ port: 80, targetPort: http }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: '{{ .Release.Name }}'
  namespace: '{{ .Values.global.services_namespace }}'
  annotations: { kaapana.ai/type: application }
spec:
  rules:
    - http:
        paths:
          - path: /viewer
            pathType: Prefix
            backend: { service: { name: '{{ .Release.Name }}', port: { number: 80 } } }
`;
}

/** A Job, or a hook that is one. */
export function job(command: string, { image = 'tool:1', hook = '' } = {}): string {
  const annotations =
    hook === '' ? '' : `\n  annotations: { helm.sh/hook: ${hook}, helm.sh/hook-delete-policy: hook-succeeded }`;
  return `
apiVersion: batch/v1
kind: Job
metadata:
  name: '{{ .Release.Name }}-${hook === '' ? 'job' : 'hook'}'
  namespace: '{{ .Values.global.services_namespace }}'${annotations}
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: main, image: '${image}', command: ['sh', '-c', '${command}'] }]
`;
}

export function configMap(name: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: ${metadata(name)}
data: { text: contract }
`;
}
