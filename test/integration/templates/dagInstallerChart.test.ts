import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { loadAll } from 'js-yaml';
import { z } from 'zod';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';
import { templates } from './docker.ts';

const helm = process.env['EDK_HELM'] ?? 'helm';

const container = z.object({
  name: z.string(),
  image: z.string(),
  imagePullPolicy: z.string(),
  command: z.array(z.string()).optional(),
  env: z.array(z.object({ name: z.string(), value: z.string() })),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })).default([]),
});

const workload = z.object({
  kind: z.string(),
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.object({
    backoffLimit: z.number().optional(),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }).optional(),
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({
        restartPolicy: z.string().optional(),
        initContainers: z.array(container).default([]),
        containers: z.array(container),
        volumes: z
          .array(z.object({ name: z.string(), persistentVolumeClaim: z.object({ claimName: z.string() }) }))
          .default([]),
      }),
    }),
  }),
});
type Workload = z.infer<typeof workload>;

const platformValues = {
  services_namespace: 'services',
  admin_namespace: 'admin',
  registry_url: 'registry.example.org/kaapana',
  kaapana_build_version: '0.6.1-12-gabc1234',
};

describe('the charts of the templates', function () {
  this.timeout(60_000);
  const folder = useTemporaryFolder();
  let chart = '';

  /** The template's chart with the installer as its dependency, at the version of a build. */
  beforeEach(async () => {
    chart = join(folder.path, 'chart');
    const installer = join(chart, 'charts/dag-installer-chart');
    const extension = 'pyradiomics-feature-extractor/extension/pyradiomics-feature-extractor-workflow';
    await cp(join(templates, extension), chart, { recursive: true });
    await cp(join(templates, 'charts/dag-installer-chart'), installer, { recursive: true });
    for (const file of [join(chart, 'Chart.yaml'), join(installer, 'Chart.yaml')]) {
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replaceAll(/\bversion: 0\.0\.0/g, 'version: 0.6.1-12-gabc1234'));
    }
  });

  async function render(values: Record<string, string> = {}): Promise<Workload[]> {
    const sets = Object.entries({ ...platformValues, ...values }).map(([name, value]) => `global.${name}=${value}`);
    const { stdout } = await execa(helm, ['template', 'rel', chart, '--set', sets.join(',')]);
    return loadAll(stdout).map((document) => workload.parse(document));
  }

  function only<T>(items: readonly T[]): T {
    const [first] = items;
    assert.ok(first !== undefined && items.length === 1, `${items.length} instead of one`);
    return first;
  }

  const environmentOf = ({ env }: z.infer<typeof container>): Record<string, string> =>
    Object.fromEntries(env.map(({ name, value }) => [name, value]));

  it('pass helm lint', async () => {
    const sets = Object.entries(platformValues).map(([name, value]) => `global.${name}=${value}`);
    await execa(helm, ['lint', '--strict', '--with-subcharts', chart, '--set', sets.join(',')]);
  });

  it('copy with a Job after waiting for the platform', async () => {
    const job = only((await render()).filter(({ metadata }) => !('helm.sh/hook' in metadata.annotations)));
    assert.equal(job.kind, 'Job');
    assert.deepEqual([job.metadata.name, job.metadata.namespace], ['dag-pyradiomics-feature-extractor', 'services']);
    assert.deepEqual([job.spec.backoffLimit, job.spec.template.spec.restartPolicy], [0, 'Never']);
    const image = 'localhost:32000/dag-pyradiomics-feature-extractor:0.6.1-12-gabc1234';
    const copy = only(job.spec.template.spec.containers);
    assert.deepEqual([copy.image, copy.imagePullPolicy], [image, 'IfNotPresent']);
    assert.deepEqual(environmentOf(copy), {
      ACTION: 'copy',
      DAG_IMAGE: 'dag-pyradiomics-feature-extractor',
      ADMIN_NAMESPACE: 'admin',
      SERVICES_NAMESPACE: 'services',
      KAAPANA_BUILD_VERSION: '0.6.1-12-gabc1234',
      KAAPANA_DEFAULT_REGISTRY: 'registry.example.org/kaapana',
      DOCKER_VERSION: '0.6.1-12-gabc1234',
    });
    const claims = new Map(
      job.spec.template.spec.volumes.map(({ name, persistentVolumeClaim }) => [name, persistentVolumeClaim.claimName]),
    );
    assert.deepEqual(
      copy.volumeMounts.map(({ name, mountPath }) => [claims.get(name), mountPath]),
      [
        ['dags-pv-claim', '/kaapana/mounted/workflows/dags'],
        ['af-plugins-pv-claim', '/kaapana/mounted/workflows/plugins'],
      ],
    );
    const wait = only(job.spec.template.spec.initContainers);
    assert.deepEqual([wait.image, wait.command], [image, ['wait-for-platform']]);
    assert.equal(environmentOf(wait)['PLATFORM_API_URL'], 'http://kube-helm-service.admin.svc:5000/kube-helm-api');
  });

  it('remove with a hook of another name that waits for nothing', async () => {
    const hook = only((await render()).filter(({ metadata }) => 'helm.sh/hook' in metadata.annotations));
    assert.equal(hook.metadata.name, 'remove-dag-pyradiomics-feature-extractor');
    assert.equal(hook.metadata.annotations['helm.sh/hook'], 'pre-delete');
    assert.match(hook.metadata.annotations['helm.sh/hook-delete-policy'] ?? '', /before-hook-creation/);
    const remove = only(hook.spec.template.spec.containers);
    assert.equal(environmentOf(remove)['ACTION'], 'remove');
    assert.equal(remove.volumeMounts.length, 2);
    assert.deepEqual(hook.spec.template.spec.initContainers, []);
  });

  it('only bring the image to the node for prefetch', async () => {
    const deployment = only(await render({ action: 'prefetch' }));
    assert.deepEqual(
      [deployment.kind, deployment.metadata.name],
      ['Deployment', 'get-dag-pyradiomics-feature-extractor'],
    );
    const { matchLabels } = deployment.spec.selector ?? {};
    assert.deepEqual(
      { ...deployment.spec.template.metadata.labels, ...matchLabels },
      deployment.spec.template.metadata.labels,
    );
    const prefetch = only(deployment.spec.template.spec.containers);
    assert.deepEqual([environmentOf(prefetch)['ACTION'], prefetch.volumeMounts], ['prefetch', []]);
  });

  it('follow the platform where it says otherwise', async () => {
    const [job] = await render({
      custom_registry_url: '',
      pull_policy_images: 'Always',
      platform_api_url: 'http://172.17.0.1:8080/kube-helm-api',
    });
    const { containers, initContainers } = job?.spec.template.spec ?? { containers: [], initContainers: [] };
    for (const { image, imagePullPolicy } of [only(containers), only(initContainers)]) {
      assert.match(image, /^registry\.example\.org\/kaapana\/dag-/);
      assert.equal(imagePullPolicy, 'Always');
    }
    assert.equal(environmentOf(only(initContainers))['PLATFORM_API_URL'], 'http://172.17.0.1:8080/kube-helm-api');
  });

  it('say which value is missing', async () => {
    for (const name of ['image', 'services_namespace']) {
      await assert.rejects(render({ [name]: '' }), new RegExp(`global\\.${name} is needed`));
    }
    await assert.rejects(
      render({ custom_registry_url: '', registry_url: '' }),
      /global\.custom_registry_url or global\.registry_url is needed/,
    );
  });
});
