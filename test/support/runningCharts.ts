import { join } from 'node:path';
import { jobTemplate } from './jobTemplate.ts';
import { packEntries } from './packChart.ts';

/** An image reference that the local platform can pull, with a shell in it. */
interface ChartPlace {
  /** Folder that the archive is written to. */
  readonly folder: string;
  readonly image: string;
}

/** An application that may run several times: prints its parameters and stays. */
export function packReadingRoom({ folder, image }: ChartPlace): Promise<string> {
  const name = 'reading-room';
  return pack(folder, name, {
    'Chart.yaml': chartFile(name, ['kaapanaapplication', 'kaapanamultiinstallable'], 'A room for reading.'),
    'values.yaml': `global:
  complete_image: ""
extension_params:
  display_name:
    type: string
    definition: Name of the room
    default: ""
    required: true
    help: As it is shown in the list.
  seats:
    type: string
    definition: Seats
    default: "4"
    required: true
  light:
    type: list_single
    definition: Light
    default: warm
    value: [warm, cold]
    required: true
`,
    'templates/room.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: '{{ .Release.Name }}', namespace: '{{ .Values.global.services_namespace }}' }
spec:
  replicas: 1
  selector: { matchLabels: { app: '{{ .Release.Name }}' } }
  template:
    metadata: { labels: { app: '{{ .Release.Name }}' } }
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: room
          image: ${image}
          command: ['sh', '-c', 'echo "$NAME has $SEATS seats and $LIGHT light"; exec sleep infinity']
          env:
            - { name: NAME, value: '{{ .Values.global.display_name }}' }
            - { name: SEATS, value: '{{ .Values.global.seats }}' }
            - { name: LIGHT, value: '{{ .Values.global.light }}' }
`,
  });
}

/** Pages where the platform's own EDK shows the local registry; the image has Python. */
export function packRegistryPages({ folder, image }: ChartPlace): Promise<string> {
  const name = 'registry-pages';
  const path = '/local-registry-ui';
  const script = `mkdir -p /tmp/pages${path}; cd /tmp/pages; echo "<h1>All images</h1>" > .${path}/index.html; exec python3 -m http.server 8080`;
  const metadata = `{ name: ${name}, namespace: '{{ .Values.global.services_namespace }}' }`;
  return pack(folder, name, {
    'Chart.yaml': chartFile(name, ['kaapanaapplication'], 'Shows what the registry has.'),
    'values.yaml': 'global: {}\n',
    'templates/pages.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: ${metadata}
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: pages
          image: ${image}
          command: ['sh', '-c', '${script}']
          ports: [{ name: http, containerPort: 8080 }]
          readinessProbe: { httpGet: { path: ${path}/, port: http }, periodSeconds: 1 }
---
apiVersion: v1
kind: Service
metadata: ${metadata}
spec:
  selector: { app: ${name} }
  ports: [{ name: http, port: 8080, targetPort: http }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: ${metadata}
spec:
  rules:
    - http:
        paths: [{ path: ${path}, pathType: Prefix, backend: { service: { name: ${name}, port: { name: http } } } }]
`,
  });
}

/** A workflow that cannot be uninstalled in the ordinary way, as its hook before that fails. */
export function packStubborn({ folder, image }: ChartPlace): Promise<string> {
  const name = 'stubborn-workflow';
  const arrive = jobTemplate({ name: 'arrive', image, command: 'echo here' });
  const command = 'echo the door is locked; exit 3';
  const leave = jobTemplate({ name: 'leave', image, command, hook: 'pre-delete' });
  return pack(folder, name, {
    'Chart.yaml': chartFile(name, ['kaapanaworkflow'], 'Does not want to leave.'),
    'values.yaml': 'global: {}\n',
    'templates/jobs.yaml': `${arrive}---${leave}`,
  });
}

function chartFile(name: string, keywords: readonly string[], description: string): string {
  return [
    'apiVersion: v2',
    `name: ${name}`,
    'version: 0.6.0',
    `keywords: ${JSON.stringify(keywords)}`,
    `description: ${description}`,
    '',
  ].join('\n');
}

function pack(folder: string, name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const entries = Object.entries(files).map(([path, content]) => [`${name}/${path}`, content] as const);
  return packEntries(join(folder, `${name}-0.6.0.tgz`), entries);
}
