/** Ready manifests of an application, as fakeHelm renders them: RELEASE stands for the release's name. */
export interface FakeApplication {
  readonly image?: string;
  /** Of the container. */
  readonly port?: number;
  readonly path?: string;
  /** Into the container. */
  readonly container?: Record<string, unknown>;
  readonly service?: Record<string, unknown>;
  readonly ingress?: Record<string, unknown>;
  readonly annotations?: Record<string, string>;
  /** More resources. */
  readonly more?: readonly Record<string, unknown>[];
}

const applicationPath = '/applications/project/p-1/release/RELEASE';

export function applicationManifests(application: FakeApplication = {}): string {
  const { image = 'viewer:1', port = 8080, path = applicationPath } = application;
  const metadata = { name: 'RELEASE', namespace: 'services' };
  const labels = { 'app.kubernetes.io/name': 'RELEASE' };
  const resources = [
    {
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              { name: 'viewer', image, ports: [{ name: 'http', containerPort: port }], ...application.container },
            ],
          },
        },
      },
    },
    {
      kind: 'Service',
      metadata,
      spec: { selector: labels, ports: [{ name: 'web', port: 80, targetPort: 'http' }], ...application.service },
    },
    {
      kind: 'Ingress',
      metadata: { ...metadata, annotations: { 'kaapana.ai/type': 'application', ...application.annotations } },
      spec: {
        rules: [
          {
            http: {
              paths: [{ path, pathType: 'Prefix', backend: { service: { name: 'RELEASE', port: { name: 'web' } } } }],
            },
          },
        ],
        ...application.ingress,
      },
    },
    ...(application.more ?? []),
  ];
  return resources.map((resource) => `---\n${JSON.stringify(resource)}\n`).join('');
}
