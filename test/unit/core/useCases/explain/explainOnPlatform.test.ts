import assert from 'node:assert/strict';
import { createHttpClient } from '../../../../../src/core/http/httpClient.ts';
import { readEnvironment } from '../../../../../src/core/settings/environment.ts';
import { resolveSettings } from '../../../../../src/core/settings/resolveSettings.ts';
import type { Hook } from '../../../../../src/core/project/findWorkloads.ts';
import { explainNamedRelease, explainOnPlatform } from '../../../../../src/core/useCases/explain/explainOnPlatform.ts';
import { fakePlatform, type FakePlatformOptions } from '../../../../support/fakePlatform.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import type { Script } from '../../../../support/startScriptedServer.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';
import { usePlatform } from '../../../../support/usePlatform.ts';

const lung = { 'lung-workflow': { chart: 'lung-workflow', helmStatus: 'deployed' } };

const hooks: readonly Hook[] = [
  { kind: 'Job', name: 'load-data', namespace: 'services', events: ['post-install'] },
  { kind: 'Job', name: 'migrate', namespace: 'admin', events: ['pre-upgrade', 'pre-install'] },
  { kind: 'Job', name: 'remove-dags', namespace: 'admin', events: ['pre-delete'] },
  { kind: 'ConfigMap', name: 'notes', namespace: 'admin', events: ['pre-install'] },
];

describe('explaining a release', () => {
  const start = usePlatform();
  const folder = useTemporaryFolder();

  async function explain(
    name: string,
    options: FakePlatformOptions,
    other: Readonly<Record<string, Script>> = {},
    known?: readonly Hook[],
  ) {
    const { server } = await start({ ...fakePlatform(options).routes, ...other });
    const environment = readEnvironment({ EDK_STATE: folder.path, EDK_CACHE: folder.path, KUBE_HELM_URL: server.url });
    const settings = await resolveSettings(folder.path, {}, environment);
    const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
    try {
      const edk = { settings, environment, templatesFolder: folder.path, http, registries: new Map() };
      const { step } = recordStep();
      const { links } =
        known === undefined
          ? await explainNamedRelease(edk, name, step)
          : await explainOnPlatform(edk, projectOf(name, known), step);
      return { links, last: links.at(-1) };
    } finally {
      await http.close();
    }
  }

  it('knows of a release that failed at its first installation and is not listed yet', async () => {
    const failed = { 'GET /view-chart-status': { body: { NAME: 'new-workflow', STATUS: 'failed' } } };
    const { last, links } = await explain('new-workflow', {}, failed);
    assert.deepEqual([last?.id, last?.state, last?.remedy?.action], ['helm', 'broken', 'uninstall']);
    assert.deepEqual(
      links.map(({ id }) => id),
      ['platform', 'chart', 'helm'],
    );
  });

  for (const [title, description, detail] of [
    [
      'the hook Job that Helm names',
      'Release "new-workflow" failed: failed pre-install: 1 error occurred:\n\t* job fill-disk failed: BackoffLimitExceeded',
      /the hook Job "fill-disk": kubectl logs job\/fill-disk --namespace admin$/i,
    ],
    [
      'the hook Job of the project that Helm names, and where it ran',
      'failed post-install: job load-data failed: DeadlineExceeded',
      /kubectl logs job\/load-data --namespace services$/,
    ],
    [
      'every hook Job that runs at an installation, when Helm names none',
      'timed out waiting for the condition',
      /job\/load-data --namespace services\n[^\n]*job\/migrate --namespace admin$/,
    ],
  ] as const) {
    it(`names ${title}`, async () => {
      const failed = { body: { NAME: 'new-workflow', STATUS: 'failed', DESCRIPTION: description } };
      const { links } = await explain('new-workflow', {}, { 'GET /view-chart-status': failed }, hooks);
      const helm = links.find(({ id }) => id === 'helm');
      assert.equal(helm?.state, 'broken');
      assert.match(helm.detail ?? '', detail);
    });
  }

  it('names the hook Jobs that run at a removal while a release is being removed', async () => {
    const removing = { body: { NAME: 'new-workflow', STATUS: 'uninstalling' } };
    const { links } = await explain('new-workflow', {}, { 'GET /view-chart-status': removing }, hooks);
    const { detail = '' } = links.find(({ id }) => id === 'helm') ?? {};
    assert.match(detail, /job\/remove-dags --namespace admin$/);
    assert.doesNotMatch(detail, /load-data/);
  });

  it('does not take for installed what the list shows and Helm has no more', async () => {
    const { last } = await explain('lung-workflow', { removed: { 'lung-workflow': 'lung-workflow' } });
    assert.deepEqual([last?.id, last?.state], ['installed', 'broken']);
  });

  it('says that no pods are listed of a release', async () => {
    const { links } = await explain('lung-workflow', { releases: lung });
    const pods = links.find(({ id }) => id === 'pods');
    assert.equal(pods?.state, 'note');
    assert.match(pods.says, /Deployments and Jobs only/);
  });

  for (const [title, pod, remedy, detail] of [
    [
      'a readiness probe that never succeeds',
      { status: 'running', ready: '0/1' },
      /readiness probe/,
      /kubectl logs app /,
    ],
    ['a pod that cannot be placed', { status: 'pending', ready: '0/1' }, /No node has/, /kubectl describe pod app /],
    [
      'an image that cannot be pulled',
      { status: 'imagepullbackoff', ready: '0/1' },
      /pull the image/,
      /kubectl describe/,
    ],
    ['a missing Secret', { status: 'createcontainerconfigerror', ready: '0/1' }, /Secret or ConfigMap/, /describe/],
    ['too little memory', { status: 'oomkilled', ready: '0/1' }, /resources\.limits\.memory/, /describe/],
    ['a crash', { status: 'crashloopbackoff', ready: '0/1', restarts: '3' }, /see the log/, /--previous/],
    ['restarts', { status: 'running', restarts: '3' }, /keeps ending/, /--previous/],
    [
      'an image that is not in the registry',
      { status: 'errimagepull', ready: '0/1', message: 'localhost:32000/app:1: not found' },
      /not in the registry\. Deploy/,
      /kubectl describe/,
    ],
    [
      'a registry that refuses the node',
      { status: 'imagepullbackoff', ready: '0/1', message: 'unexpected status: 401 Unauthorized' },
      /credentials/,
      /kubectl describe/,
    ],
    [
      'a volume claim that is not bound',
      { status: 'pending', ready: '0/1', message: 'pod has unbound immediate PersistentVolumeClaims' },
      /volume claim/,
      /kubectl describe/,
    ],
    [
      'a volume claim that does not exist',
      { status: 'pending', ready: '0/1', message: 'persistentvolumeclaim "data" not found' },
      /volume claim/,
      /kubectl describe/,
    ],
    [
      'more memory than a node has',
      { status: 'pending', ready: '0/1', message: '0/1 nodes are available: 1 Insufficient memory.' },
      /^No node has enough/,
      /kubectl describe/,
    ],
    [
      'a volume of a missing Secret',
      {
        status: 'containercreating',
        ready: '0/1',
        message: 'MountVolume.SetUp failed for volume "key" : secret "nowhere" not found',
      },
      /^It mounts a Secret/,
      /kubectl describe/,
    ],
    [
      'a startup probe that never succeeds',
      { status: 'running', ready: '0/1', message: 'Startup probe failed: connection refused' },
      /startup probe/,
      /kubectl logs/,
    ],
    [
      'a container that was killed for its memory and restarts',
      { status: 'crashloopbackoff', ready: '0/1', restarts: '2', message: 'back-off restarting; exit code 137' },
      /resources\.limits\.memory/,
      /kubectl describe/,
    ],
    [
      'a container that cannot be started',
      { status: 'runcontainererror', ready: '0/1' },
      /cannot be started/,
      /kubectl describe/,
    ],
  ] as const) {
    it(`has a remedy for ${title}, and says where to look`, async () => {
      const { links } = await explain('lung-workflow', { releases: lung, pods: () => [{ name: 'app', ...pod }] });
      const pods = links.find(({ id }) => id === 'pods');
      assert.match(pods?.remedy?.text ?? '', remedy);
      assert.match(pods?.detail ?? '', detail);
    });
  }

  it('names the memory of an operator only where a workflow runs the pod', async () => {
    const remedyOf = async (name: string) => {
      const pods = () => [{ name, status: 'oomkilled', ready: '0/1' }];
      const { links } = await explain('lung-workflow', { releases: lung, pods });
      return links.find(({ id }) => id === 'pods')?.remedy?.text ?? '';
    };
    assert.doesNotMatch(await remedyOf('app-7d9c5b6f8c-x7k2p'), /ram_mem_mb/);
    assert.match(await remedyOf('task-x7k2p'), /ram_mem_mb/);
  });
});

function projectOf(chart: string, hooks: readonly Hook[]) {
  const findHooks = () => Promise.resolve(hooks);
  return { chart, keywords: [], version: '0.6.0', folder: undefined, dagFiles: [], findHooks };
}
