import { jobTemplate } from '../jobTemplate.ts';

/** Templates of charts as extensions have them; names come from the release. */

const metadata = (name: string) => `{ name: ${name}, namespace: '{{ .Values.global.services_namespace }}' }`;

export interface DeploymentParts {
  /** A line of shell that its container runs. */
  readonly command?: string;
  /** Further lines of its container and of its pod. */
  readonly container?: string;
  readonly pod?: string;
}

export function deployment(
  image: string,
  { command = 'exec sleep infinity', container = '', pod = '' }: DeploymentParts = {},
): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: ${metadata('{{ .Release.Name }}')}
spec:
  selector: { matchLabels: { app: '{{ .Release.Name }}' } }
  template:
    metadata: { labels: { app: '{{ .Release.Name }}' } }
    spec:
      terminationGracePeriodSeconds: 0
      ${pod}
      containers:
        - name: viewer
          image: '${image}'
          command: ['sh', '-c', ${JSON.stringify(command)}]
          ${container}
`;
}

/** A Deployment behind a Service and an Ingress. */
export function application(image: string, command?: string): string {
  const container = `env: [{ name: GREETING, value: {{ .Values.global.greeting | default "none" | quote }} }]
          ports: [{ name: http, containerPort: 8080 }]`;
  return `${deployment(image, { container, ...(command === undefined ? {} : { command }) })}---
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
export function job(image: string, command: string, hook?: string): string {
  return jobTemplate({ name: `{{ .Release.Name }}-${hook === undefined ? 'job' : 'hook'}`, image, command, hook });
}

export function configMap(name: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: ${metadata(name)}
data: { text: contract }
`;
}
