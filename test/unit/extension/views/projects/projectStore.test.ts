import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProject } from '../../../../../src/core/project/readProject.ts';
import { readEnvironment } from '../../../../../src/core/settings/environment.ts';
import { resolveSettings } from '../../../../../src/core/settings/resolveSettings.ts';
import { type ProjectsState, ProjectStore } from '../../../../../src/extension/views/projects/projectStore.ts';
import { projectReaders } from '../../../../../src/extension/readers.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';
import { writeFiles } from '../../../../support/writeFiles.ts';

const liver = {
  'liver/extension/docker/Dockerfile': 'FROM local-only/base-installer:latest\nLABEL IMAGE="dag-liver"\n',
  'liver/extension/docker/files/dag_liver.py': 'print("DAG")\n',
  'liver/extension/liver-workflow/Chart.yaml': 'apiVersion: v2\nname: liver-workflow\nversion: 0.0.0\n',
};

describe('ProjectStore', () => {
  const temporary = useTemporaryFolder();
  const workspace = () => join(temporary.path, 'workspace');
  const state = () => join(temporary.path, 'state');

  beforeEach(() => mkdirSync(workspace()));

  function createStore(folders = [workspace()]) {
    const states: ProjectsState[] = [];
    const environment = readEnvironment({ EDK_STATE: state(), EDK_CACHE: join(temporary.path, 'cache') });
    const store = new ProjectStore({
      workspaceFolders: () => folders,
      settings: (folder = workspace()) => resolveSettings(folder, {}, environment),
      stateFolder: state,
      readProject: (folder) => readProject(folder, { buildArguments: {} }),
      readers: () => Promise.resolve(projectReaders),
      onDidChange: (next) => states.push(next),
    });
    return { store, states };
  }

  it('reads nothing before it is asked, then every project of every workspace folder', async () => {
    const second = join(temporary.path, 'second');
    await writeFiles(workspace(), liver);
    await writeFiles(second, { 'Chart.yaml': 'apiVersion: v2\nname: other\nversion: 1.0.0\n' });
    const { store, states } = createStore([workspace(), second]);
    assert.equal(store.state.kind, 'notLoaded');
    const entries = await store.entries();
    assert.deepEqual(
      entries.map(({ folder, kind }) => [folder, kind]),
      [
        [join(workspace(), 'liver'), 'read'],
        [second, 'read'],
      ],
    );
    const [first] = entries;
    assert.ok(first?.kind === 'read');
    assert.deepEqual(first.dagFiles, [join(workspace(), 'liver/extension/docker/files/dag_liver.py')]);
    assert.equal(states.length, 1);
  });

  it('keeps a project that breaks while it is shown, with the place', async () => {
    await writeFiles(workspace(), liver);
    const { store } = createStore();
    await store.load();
    const chart = join(workspace(), 'liver/extension/liver-workflow/Chart.yaml');
    writeFileSync(chart, 'apiVersion: v2\nname: [\n');
    await store.load();
    const [entry] = await store.entries();
    assert.ok(entry?.kind === 'broken');
    assert.equal(entry.error.place?.file, chart, entry.error.message);
  });

  it('tells of a broken edk.yaml at the project', async () => {
    await writeFiles(workspace(), { ...liver, 'edk.yaml': 'nonsense: 1\n' });
    const [entry] = await createStore().store.entries();
    assert.ok(entry?.kind === 'broken');
    assert.equal(entry.error.code, 'settings.invalid');
  });

  it('is empty, not failed, in a workspace without projects and without folders', async () => {
    assert.deepEqual(await createStore().store.entries(), []);
    assert.deepEqual(await createStore([]).store.entries(), []);
  });

  it('says that the workspace is gone, and recovers', async () => {
    await writeFiles(workspace(), liver);
    const { store } = createStore();
    rmSync(workspace(), { recursive: true });
    await store.load();
    assert.equal(store.state.kind, 'failed');
    await writeFiles(workspace(), liver);
    assert.equal((await store.entries()).length, 1);
  });

  it('knows the latest job of a project', async () => {
    await writeFiles(workspace(), liver);
    const job = (id: string, started: string, end: object) => ({
      [`jobs/${id}/job.json`]: JSON.stringify({
        ...{ id, verb: 'deploy', project: join(workspace(), 'liver'), started, ...end },
        process: { pid: 1, started: 'never' },
      }),
    });
    await writeFiles(state(), {
      ...job('1', '2026-01-01', { outcome: 'succeeded' }),
      ...job('2', '2026-01-02', { outcome: 'cancelled' }),
      ...job('3', '2026-01-03', { outcome: 'failed', error: 'busy' }),
    });
    const [entry] = await createStore().store.entries();
    assert.ok(entry?.kind === 'read');
    assert.equal(entry.job?.state, 'cancelled', 'one that found another at work says nothing of the project');
  });

  it('knows whether a project is deployed on every save, and what else was done with it', async () => {
    await writeFiles(workspace(), liver);
    const job = (id: string, more: object) => ({
      [`jobs/${id}/job.json`]: JSON.stringify({
        ...{ id, project: join(workspace(), 'liver'), started: `2026-01-0${id}`, process: { pid: process.pid } },
        ...more,
      }),
    });
    await writeFiles(state(), {
      ...job('1', { verb: 'deploy', outcome: 'failed' }),
      ...job('2', { verb: 'dev' }),
    });
    const [entry] = await createStore().store.entries();
    assert.ok(entry?.kind === 'read');
    assert.deepEqual([entry.watched, entry.job?.verb], [true, 'deploy']);
  });

  it('reads again when it is asked while it reads, and tells once', async () => {
    await writeFiles(workspace(), liver);
    const { store, states } = createStore();
    const first = store.load();
    const second = store.load();
    await Promise.all([first, second]);
    assert.equal(states.length, 1);
    assert.equal(store.state.kind, 'loaded');
  });
});
