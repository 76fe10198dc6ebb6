import assert from 'node:assert/strict';
import { z } from 'zod';
import { deployment, job } from '../support/cluster/charts.ts';
import { kubectl } from '../support/cluster/testCluster.ts';
import { useClusterEdk } from '../support/cluster/useClusterEdk.ts';
import { useNode } from '../support/cluster/useNode.ts';
import { until } from '../support/sandbox/startTestPlatform.ts';

const explanationSchema = z.object({
  links: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      says: z.string(),
      detail: z.string().optional(),
      remedy: z.object({ text: z.string() }).optional(),
    }),
  ),
});

interface Story {
  readonly title: string;
  readonly template: (image: string) => string;
  readonly code: 'release.failed' | 'release.timeout';
  /** Message, details and remedy of the install. */
  readonly says: RegExp;
  /** The link that edk explain finds broken, with its remedy. */
  readonly explains: RegExp;
}

const stories: readonly Story[] = [
  {
    title: 'a missing image',
    template: (image) => deployment(image.replace(/[^/]*$/, 'missing:1')),
    code: 'release.failed',
    says: /imagepullbackoff .*\/missing:1: not found/,
    explains: /^pods\n.*imagepullbackoff.*\n[^]*image/,
  },
  {
    title: 'a program that ends at once',
    template: (image) => deployment(image, { command: 'echo out of luck; exit 3' }),
    code: 'release.failed',
    says: /\b(error|crashloopbackoff)\b.*exit code 3: out of luck/,
    explains: /^pods\n.*exit code 3: out of luck[^]*log/,
  },
  {
    title: 'a missing Secret',
    template: (image) =>
      deployment(image, { container: 'env: [{ name: KEY, valueFrom: { secretKeyRef: { name: nowhere, key: k } } }]' }),
    code: 'release.failed',
    says: /createcontainerconfigerror \(secret "nowhere" not found\)/,
    explains: /^pods\n.*secret "nowhere" not found[^]*Secret/,
  },
  {
    title: 'a volume of a missing Secret',
    template: (image) =>
      deployment(image, {
        container: 'volumeMounts: [{ name: key, mountPath: /key }]',
        pod: 'volumes: [{ name: key, secret: { secretName: nowhere } }]',
      }),
    code: 'release.timeout',
    says: /MountVolume\.SetUp failed .* secret "nowhere" not found/,
    explains: /^pods\n.*containercreating.*secret "nowhere" not found/,
  },
  {
    title: 'a claim that nothing is bound to',
    template: (image) => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: '{{ .Release.Name }}', namespace: '{{ .Values.global.services_namespace }}' }
spec: { accessModes: [ReadWriteOnce], storageClassName: nowhere, resources: { requests: { storage: 1Mi } } }
---${deployment(image, {
      container: 'volumeMounts: [{ name: data, mountPath: /data }]',
      pod: "volumes: [{ name: data, persistentVolumeClaim: { claimName: '{{ .Release.Name }}' } }]",
    })}`,
    code: 'release.timeout',
    says: /pending \(.*unbound immediate PersistentVolumeClaims/,
    explains: /^pods\n.*unbound immediate PersistentVolumeClaims/,
  },
  {
    title: 'a hook that fails',
    template: (image) => job(image, 'echo out of luck; exit 3', 'pre-install'),
    code: 'release.failed',
    says: /failed pre-install: [^]*job broken-chart-5-hook failed: BackoffLimitExceeded/,
    explains: /^helm\n.*failed[^]*broken-chart-5-hook[^]*edk uninstall broken-chart-5/,
  },
  {
    title: 'too little memory',
    template: (image) =>
      deployment(image, {
        command: 'exec python3 -c "b = bytearray(200 << 20)"',
        container: 'resources: { limits: { memory: 50Mi } }',
      }),
    code: 'release.failed',
    says: /oomkilled|exit code 137/,
    explains: /^pods\n.*(oomkilled|exit code 137)[^]*memory/,
  },
  {
    title: 'a readiness probe that never succeeds',
    template: (image) =>
      deployment(image, { container: 'readinessProbe: { httpGet: { path: /, port: 8080 }, periodSeconds: 1 }' }),
    code: 'release.timeout',
    says: /0\/1 ready.*Readiness probe failed: .*connection refused/,
    explains: /^pods\n.*0\/1 ready.*Readiness probe failed/,
  },
  {
    title: 'more memory than any node has',
    template: (image) => deployment(image, { container: 'resources: { requests: { memory: 900Gi } }' }),
    code: 'release.timeout',
    says: /pending \(.*1 Insufficient memory/,
    explains: /^pods\n.*1 Insufficient memory[^]*memory/,
  },
];

describe('extensions that do not run on a real node', function () {
  this.timeout(180_000);
  const node = useNode();
  const edk = useClusterEdk();

  async function brokenLink(release: string): Promise<string> {
    const { links } = explanationSchema.parse((await edk.run('explain', release)).value);
    const { id, says, detail, remedy } = links.find(({ state }) => state === 'broken') ?? {};
    return [id, says, detail, remedy?.text].join('\n');
  }

  async function removed(release: string): Promise<void> {
    await edk.succeeds('uninstall', release);
    // Helm leaves a hook's own Job, as it does on a real platform.
    await kubectl('delete', 'job', `${release}-hook`, '--namespace', 'services', '--ignore-not-found');
    const left = () => kubectl('get', 'deployments,pods', '--namespace', 'services', '--output', 'name');
    await until(left, (names) => !names.includes(release), 60);
  }

  for (const [index, { title, template, code, says, explains }] of stories.entries()) {
    it(`says what is wrong with ${title}`, async () => {
      const name = `broken-chart-${index}`;
      await edk.provideChart(name, template(node.image));
      const { error } = await edk.run('install', name, '--timeout', code === 'release.timeout' ? '20' : '60');
      assert.ok(error);
      const link = await brokenLink(name);
      await removed(name);
      assert.equal(error.code, code);
      assert.match([error.message, error.detail, error.remedy].join('\n'), says);
      assert.match(link, explains);
    });
  }

  it('says that a program ended that had run before', async () => {
    const name = 'late-crash-chart';
    await edk.provideChart(name, deployment(node.image, { command: 'sleep 12; echo out of luck; exit 3' }));
    await edk.succeeds('install', name);
    const link = await until(
      () => brokenLink(name),
      (broken) => broken.startsWith('pods'),
      60,
    );
    assert.match(link, /late-crash-chart-\S+: (error|crashloopbackoff).*exit code 3: out of luck/);
    // It runs for 12 seconds between its endings.
    await until(
      async () => (await edk.workshop.run(['status', name])).stdout,
      (status) => /error|crashloopbackoff/.test(status),
      60,
    );
    await removed(name);
  });
});
