import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEnvironment } from '../../../../src/core/settings/environment.ts';
import { resolveSettings, type SettingFlags, usualWorkers } from '../../../../src/core/settings/resolveSettings.ts';
import type { Settings } from '../../../../src/core/settings/settings.ts';
import { rejection } from '../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

describe('resolveSettings', () => {
  const folder = useTemporaryFolder();

  async function resolve(yaml: string, flags: SettingFlags = {}, variables: NodeJS.ProcessEnv = {}): Promise<Settings> {
    await writeFile(join(folder.path, 'edk.yaml'), yaml);
    const state = join(folder.path, 'state');
    return resolveSettings(
      folder.path,
      flags,
      readEnvironment({ EDK_STATE: state, EDK_CACHE: join(folder.path, 'cache'), ...variables }),
    );
  }

  const sources: readonly {
    readonly setting: string;
    readonly read: (settings: Settings) => unknown;
    readonly flags?: SettingFlags;
    readonly yaml: string;
    readonly variables?: NodeJS.ProcessEnv;
    readonly usual: unknown;
    /** Of flag, edk.yaml, environment; undefined where that source cannot say it. */
    readonly values: readonly [unknown, unknown, unknown];
  }[] = [
    {
      setting: 'build version',
      read: ({ buildVersion }) => buildVersion,
      flags: { buildVersion: '1.0.1' },
      yaml: 'buildVersion: 1.0.2',
      variables: { KAAPANA_BUILD_VERSION: '1.0.3' },
      usual: '0.6.0',
      values: ['1.0.1', '1.0.2', '1.0.3'],
    },
    {
      setting: 'registry',
      read: ({ registry }) => registry.push,
      flags: { registry: 'flag:5000' },
      yaml: 'registry: file:5000',
      variables: { LOCAL_REGISTRY_URL: 'http://environment:5000/' },
      usual: 'localhost:32000',
      values: ['flag:5000', 'file:5000', 'environment:5000'],
    },
    {
      setting: "platform's address",
      read: ({ platformUrl }) => platformUrl,
      flags: { platformUrl: 'http://flag/api' },
      yaml: 'platformUrl: http://file/api',
      variables: { KUBE_HELM_URL: 'http://environment/api/' },
      usual: undefined,
      values: ['http://flag/api', 'http://file/api', 'http://environment/api'],
    },
    {
      setting: "source of the platform's address",
      read: ({ platformUrlSource }) => platformUrlSource,
      flags: { platformUrl: 'http://flag/api' },
      yaml: 'platformUrl: http://file/api',
      variables: { KUBE_HELM_URL: 'http://environment/api/' },
      usual: undefined,
      values: [
        'the flag --platform-url (in the editor: the setting "Platform URL")',
        '"platformUrl" in edk.yaml',
        'the environment variable KUBE_HELM_URL',
      ],
    },
    {
      setting: 'root image',
      read: ({ rootImage }) => rootImage,
      flags: { rootImage: 'flag:1' },
      yaml: 'rootImage: file:1',
      variables: { EDK_ROOT_IMAGE: 'environment:1' },
      usual: 'debian:12-slim',
      values: ['flag:1', 'file:1', 'environment:1'],
    },
    {
      setting: "platform's own registry",
      read: ({ platformRegistry }) => platformRegistry,
      yaml: 'platformRegistry: file.example/kaapana',
      variables: { REGISTRY_URL: 'environment.example/kaapana' },
      usual: undefined,
      values: [undefined, 'file.example/kaapana', 'environment.example/kaapana'],
    },
    {
      setting: 'Kaapana repository',
      read: ({ kaapanaRepository }) => kaapanaRepository,
      yaml: 'kaapanaRepository: /file',
      variables: { KAAPANA_REPO_PATH: '/environment' },
      usual: undefined,
      values: [undefined, '/file', '/environment'],
    },
    {
      setting: "platform's deadline",
      read: ({ platformDeadlineMs }) => platformDeadlineMs,
      yaml: 'platformDeadline: 2.5',
      variables: { EDK_PLATFORM_DEADLINE: '40' },
      usual: undefined,
      values: [undefined, 2500, 40_000],
    },
    {
      setting: 'branch',
      read: ({ buildBranch }) => buildBranch,
      yaml: 'buildBranch: file',
      variables: { KAAPANA_BUILD_BRANCH: 'environment' },
      usual: undefined,
      values: [undefined, 'file', 'environment'],
    },
  ];
  for (const { setting, read, flags, yaml, variables, usual, values } of sources) {
    it(`takes the ${setting} from the flag before edk.yaml before the environment`, async () => {
      const [flag, file, environment] = values;
      const empty = { ...variables, ...Object.fromEntries(Object.keys(variables ?? {}).map((name) => [name, ''])) };
      assert.equal(read(await resolve('', {}, empty)), usual);
      assert.equal(read(await resolve('', {}, variables)), environment);
      assert.equal(read(await resolve(yaml, {}, variables)), file);
      if (flag !== undefined) assert.equal(read(await resolve(yaml, flags, variables)), flag);
    });
  }

  it('launches for the project that is named, and for the usual one on a local platform only', async () => {
    const yaml = 'platformProject: { id: f1, name: file }';
    const url = { KUBE_HELM_URL: 'http://other:1' };
    const named = async (...given: Parameters<typeof resolve>) => (await resolve(...given)).platformProject;
    assert.deepEqual(await named(yaml, { platformProject: 'a1:flag:x' }), { id: 'a1', name: 'flag:x' });
    assert.deepEqual(await named(yaml, { platformProject: 'a1' }), { id: 'a1', name: 'a1' });
    assert.deepEqual(await named(yaml), { id: 'f1', name: 'file' });
    assert.equal(await named('', {}, url), undefined);
    await rejection(named('', { platformProject: ':name' }), 'settings.invalid');

    const record = {
      pid: process.pid,
      url: 'http://127.0.0.1:1/kube-helm-api/',
      registry: { push: 'localhost:2', pull: 'localhost:2' },
      buildVersion: '0.6.0',
      startedAt: '2026-01-01T00:00:00Z',
      folders: { dags: 'd', plugins: 'p', charts: 'c', logs: 'l' },
    };
    await mkdir(join(folder.path, 'platform'));
    await writeFile(join(folder.path, 'platform', 'platform.json'), JSON.stringify(record));
    const local = async (variables: Record<string, string>) =>
      (await resolveSettings(folder.path, {}, readEnvironment({ EDK_STATE: folder.path, ...variables })))
        .platformProject;
    await writeFile(join(folder.path, 'edk.yaml'), '');
    assert.deepEqual(await local({}), { id: 'admin', name: 'admin' });
    assert.equal(await local(url), undefined);
  });

  it('takes Helm from the environment, and lets no project choose what is started', async () => {
    assert.equal((await resolve('', {}, { EDK_HELM: '/environment/helm' })).helm, '/environment/helm');
    await rejection(resolve('helm: ./helm'), 'settings.invalid');
  });

  it('takes the nearest edk.yaml above the project', async () => {
    await resolve('buildVersion: 1.2.3');
    const inside = join(folder.path, 'a', 'b');
    await mkdir(inside, { recursive: true });
    const { buildVersion } = await resolveSettings(inside, {}, readEnvironment({ EDK_STATE: inside }));
    assert.equal(buildVersion, '1.2.3');
  });

  it('knows when only a project names the registry', async () => {
    const fromProject = async (...sources: Parameters<typeof resolve>): Promise<boolean> =>
      (await resolve(...sources)).registryFromProject;
    assert.equal(await fromProject('', {}, {}), false);
    assert.equal(await fromProject('registry: a:1\n', {}, {}), true);
    assert.equal(await fromProject('registry: a:1\n', { registry: 'a:1' }, {}), false);
    assert.equal(await fromProject('registry: a:1\n', {}, { LOCAL_REGISTRY_URL: 'a:1' }), false);
    assert.equal(await fromProject('registry: a:1\n', {}, { LOCAL_REGISTRY_URL: 'b:1' }), true);
  });

  it('gives the registry of the cluster its second name', async () => {
    const inCluster = 'local-registry.services.svc.cluster.local:5000';
    const { registry } = await resolve('', {}, { LOCAL_REGISTRY_URL: inCluster });
    assert.deepEqual(registry, { push: inCluster, pull: 'localhost:32000' });
  });

  const wrong: readonly (readonly [title: string, yaml: string, place: [number, number] | undefined, says: RegExp])[] =
    [
      ['broken YAML', 'buildVersion: 1.0.0\nregistry: "open', [2, 16], /edk\.yaml/],
      ['a key that stands twice', 'helm: a\nhelm: b\n', [2, 1], /"helm" is already in line 1/],
      ['an unknown key', 'buildVersion: 1.0.0\nregistri: a:1\n', [2, 11], /registri/],
      ['an unknown key inside', 'namespaces:\n  admn: x\n', [2, 9], /namespaces\.admn/],
      ['a value of another type', 'buildVersion: 0.6\n', [1, 15], /buildVersion.*string/],
      ['a registry with a scheme', 'registry: http://a:1\n', [1, 11], /registry: must be host:port/],
      ['an address of another kind', 'platformUrl: ftp://a\n', [1, 14], /platformUrl/],
      ['a deadline that is no time', 'platformDeadline: -1\n', [1, 19], /platformDeadline/],
      ['a list instead of settings', '- a\n', [1, 1], /edk\.yaml/],
      ['a build version that is no version', 'buildVersion: "latest"\n', undefined, /"latest"/],
    ];
  for (const [title, yaml, place, says] of wrong) {
    it(`refuses edk.yaml with ${title}${place === undefined ? '' : ', at its line and column'}`, async () => {
      const code = /broken|twice/.test(title) ? 'yaml.invalid' : 'settings.invalid';
      const error = await rejection(resolve(yaml), code);
      assert.match(error.message, says);
      if (place === undefined) return;
      const [line, column] = place;
      assert.deepEqual(error.place, { file: join(folder.path, 'edk.yaml'), line, column });
    });
  }

  const wrongVariables = [
    ['KUBE_HELM_URL', 'kaapana.example.org', /"kaapana\.example\.org"/],
    ['KAAPANA_BUILD_VERSION', 'stable', /"stable"/],
    ['EDK_PLATFORM_DEADLINE', 'soon', /"soon"/],
  ] as const;
  for (const [name, value, says] of wrongVariables) {
    it(`refuses ${name}=${value}`, async () => {
      const error = await rejection(resolve('', {}, { [name]: value }), 'settings.invalid');
      assert.match(error.message, says);
    });
  }

  it('asks built images for imports unless flag or edk.yaml says no', async () => {
    const off = 'checks: { imports: false }';
    assert.equal((await resolve('')).importCheck, 'on');
    assert.equal((await resolve('', { importCheck: true })).importCheck, 'on');
    assert.equal((await resolve('', { importCheck: false })).importCheck, 'off');
    assert.equal((await resolve(off, { importCheck: true })).importCheck, 'off');
  });
});

const gib = 1024 ** 3;

describe('usualWorkers', () => {
  const machines: readonly (readonly [title: string, cores: number, memory: number, workers: number])[] = [
    ['one core: one is built while the other is pushed', 1, 16 * gib, 2],
    ['two cores', 2, 24 * gib, 2],
    ['a usual laptop', 8, 16 * gib, 4],
    ['many cores and little memory', 32, 8 * gib, 2],
    ['memory for one', 8, 4 * gib, 1],
    ['less than that', 4, 2 * gib, 1],
    ['a large server', 64, 256 * gib, 4],
  ];
  for (const [title, cores, memory, workers] of machines) {
    it(`${title}: ${workers}`, () => assert.equal(usualWorkers(cores, memory), workers));
  }

  it('takes this machine where nothing is said', () => {
    assert.ok(usualWorkers() >= 1 && usualWorkers() <= 4);
  });
});
