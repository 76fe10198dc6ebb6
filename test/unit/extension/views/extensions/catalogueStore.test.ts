import assert from 'node:assert/strict';
import { EdkError } from '../../../../../src/core/errors/edkError.ts';
import { readExtensionList } from '../../../../../src/core/platform/schemas/extensionList.ts';
import { CatalogueStore } from '../../../../../src/extension/views/extensions/catalogueStore.ts';
import { deploymentAnswer, extensionAnswer } from '../../../../support/platformAnswers.ts';

type Answer = readonly unknown[] | Error;

/** A store whose platform gives these answers, the last one again and again, and a clock that the test sets. */
function makeStore(...answers: readonly Answer[]) {
  let turn = 0;
  let now = 0;
  let changes = 0;
  const store = new CatalogueStore({
    load: () => {
      const answer = answers[Math.min(turn++, answers.length - 1)] ?? [];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(readExtensionList(answer));
    },
    now: () => now,
    onChange: () => void (changes += 1),
  });
  return {
    store,
    pass: (milliseconds: number) => void (now += milliseconds),
    changes: () => changes,
    loads: () => turn,
    releases: () => {
      const { state } = store;
      return state.kind === 'loaded'
        ? state.extensions.flatMap(({ releases }) => releases.map(({ name, state: one }) => `${name} ${one.kind}`))
        : state.kind;
    },
  };
}

const installed = extensionAnswer({}, { pods: [{ status: 'completed' }] });
const failing = new EdkError('platform.failed', 'It answered with 500.');

describe('CatalogueStore', () => {
  it('knows nothing before it was asked', () => assert.equal(makeStore([]).releases(), 'unloaded'));

  it('loads, and joins a load under way', async () => {
    const { store, releases, loads } = makeStore([installed]);
    await Promise.all([store.refresh(), store.refresh()]);
    assert.deepEqual(releases(), ['lung-workflow completed']);
    assert.equal(loads(), 1);
    assert.equal(store.inMotion, false);
  });

  it('says that it failed, and recovers', async () => {
    const { store, releases } = makeStore(new EdkError('platform.unreachable', 'No.'), [installed]);
    await store.refresh();
    assert.equal(releases(), 'failed');
    await store.refresh();
    assert.deepEqual(releases(), ['lung-workflow completed']);
  });

  it('forgives an error of a busy platform for a while', async () => {
    const { store, releases, pass } = makeStore([installed], failing);
    await store.refresh();
    pass(20_000);
    await store.refresh();
    assert.deepEqual(releases(), ['lung-workflow completed']);
    pass(20_000);
    await store.refresh();
    assert.equal(releases(), 'failed');
  });

  it('tells at once when the platform is gone, and when the first load fails', async () => {
    const { store, releases } = makeStore([installed], new EdkError('platform.unreachable', 'No.'));
    await store.refresh();
    await store.refresh();
    assert.equal(releases(), 'failed');
    const other = makeStore(failing);
    await other.store.refresh();
    assert.equal(other.releases(), 'failed');
  });

  it('believes a job until the list must have noticed', async () => {
    const { store, releases, pass } = makeStore([installed]);
    await store.refresh();
    const fact = store.addFact({ kind: 'uninstalling', release: 'lung-workflow' });
    assert.deepEqual(releases(), ['lung-workflow uninstalling']);
    assert.equal(store.inMotion, true);
    pass(600_000);
    assert.deepEqual(releases(), ['lung-workflow uninstalling']);
    fact.replace({ kind: 'uninstalled', release: 'lung-workflow' });
    assert.deepEqual(releases(), []);
    pass(50_000);
    assert.deepEqual(releases(), ['lung-workflow completed']);
  });

  it('forgets a job that failed', async () => {
    const { store, releases } = makeStore([installed]);
    await store.refresh();
    store.addFact({ kind: 'uninstalling', release: 'lung-workflow' }).replace(undefined);
    assert.deepEqual(releases(), ['lung-workflow completed']);
  });

  it('calls an uninstallation that does not end stuck', async () => {
    const hanging = extensionAnswer({}, { helmStatus: 'uninstalling', pods: 'unknown' });
    const { store, releases, pass } = makeStore([hanging]);
    await store.refresh();
    assert.equal(store.inMotion, true);
    pass(190_000);
    await store.refresh();
    assert.deepEqual(releases(), ['lung-workflow stuck']);
  });

  it('remembers versions that the platform does not list for a while after a change', async () => {
    const both = { '0.6.0': { deployments: [] }, '0.5.2': { deployments: [] } };
    const one = { '0.5.2': { deployments: [deploymentAnswer()] } };
    const { store, pass } = makeStore(
      [extensionAnswer({ versions: ['0.6.0', '0.5.2'], available_versions: both })],
      [extensionAnswer({ versions: ['0.5.2'], available_versions: one })],
    );
    const versions = () => (store.state.kind === 'loaded' ? store.state.extensions[0]?.versions : undefined);
    await store.refresh();
    await store.refresh();
    assert.deepEqual(versions(), ['0.5.2', '0.6.0']);
    pass(50_000);
    await store.refresh();
    assert.deepEqual(versions(), ['0.5.2']);
  });

  it('drops what comes after nobody looks any more, or for another platform', async () => {
    const { store, releases } = makeStore([installed]);
    const loading = store.refresh();
    store.forget();
    await loading;
    assert.equal(releases(), 'unloaded');
  });
});
