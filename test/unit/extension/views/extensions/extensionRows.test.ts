import assert from 'node:assert/strict';
import type { ReleaseState } from '../../../../../src/core/platform/catalogue/releaseState.ts';
import { extensionRows, type ExtensionRow } from '../../../../../src/extension/views/extensions/extensionRows.ts';
import { factOfJob, applyFacts, type JobFact } from '../../../../../src/extension/views/extensions/jobFact.ts';
import { readSubject } from '../../../../../src/extension/views/extensions/rowSubject.ts';
import { fingerprint } from '../../../../../src/extension/views/treeRow.ts';
import { makeExtension, makeRelease } from '../../../../support/catalogueFixtures.ts';
import { inEnglish } from '../../../../support/inEnglish.ts';

const pod = { name: 'a', status: 'pending', ready: '0/1', restarts: 0, ageMs: 5000, message: undefined };
const lung = makeExtension();
const notes = makeExtension({
  chart: 'notes-chart',
  title: 'Notes',
  kind: 'application',
  multiInstallable: true,
  versions: ['1.2.0', '1.1.0'],
});

function rows(shown: readonly ReturnType<typeof makeExtension>[], layout: 'grouped' | 'flat' = 'flat'): ExtensionRow[] {
  return extensionRows({ shown, broken: [], layout, translate: inEnglish });
}
const inside = (row: ExtensionRow | undefined): readonly ExtensionRow[] =>
  Array.isArray(row?.children) ? (row.children as readonly ExtensionRow[]) : [];
const words = (row: ExtensionRow | undefined): string[] => row?.context.split(' ') ?? [];

describe('extensionRows', () => {
  const states: readonly (readonly [state: ReleaseState, text: string, icon: string, can: string])[] = [
    [{ kind: 'requested', waitsFor: 'the list' }, 'requested: the list', 'sync~spin', 'release removable'],
    [{ kind: 'installing', waitsFor: 'Helm', pods: [] }, 'installing: Helm', 'sync~spin', 'release removable'],
    [{ kind: 'installing', waitsFor: 'a pod', pods: [pod] }, 'pending: a pod', 'sync~spin', 'release removable'],
    [{ kind: 'running', pods: [pod] }, 'running', 'vm-running', 'release removable'],
    [{ kind: 'completed', pods: [pod] }, 'completed', 'pass-filled', 'release removable'],
    [{ kind: 'degraded', reason: 'no image', pods: [] }, 'pending: no image', 'warning', 'release removable forcible'],
    [{ kind: 'failed', reason: 'no image', pods: [] }, 'failed: no image', 'error', 'release removable forcible'],
    [{ kind: 'uninstalling' }, 'uninstalling', 'sync~spin', 'release'],
    [{ kind: 'stuck', reason: 'hook' }, 'stuck: hook', 'debug-disconnect', 'release forcible'],
  ];
  for (const [state, text, icon, can] of states) {
    it(`shows ${text} as icon and text, with what can be done`, () => {
      const [row] = rows([makeExtension({ releases: [makeRelease({ state })] })]);
      assert.equal(row?.description, `${text} · 0.6.0`);
      assert.equal(row.icon, icon);
      assert.equal(row.context, `extension ${can}`);
    });
  }

  it('offers what is not installed for installation, in several versions where there are some', () => {
    const [one, several, none] = rows([
      lung,
      { ...lung, versions: ['0.6.0', '0.5.2'], documentation: 'a.html' },
      { ...lung, versions: [] },
    ]);
    assert.equal(one?.description, 'not installed · 0.6.0');
    assert.deepEqual(words(one), ['extension', 'installable']);
    assert.deepEqual(words(several), ['extension', 'installable', 'versioned', 'documented']);
    assert.deepEqual(words(none), ['extension']);
  });

  it('shows launches below their extension, which can be launched again', () => {
    const mine = makeRelease({ name: 'notes-chart-1', title: 'mine', links: ['/a'], version: '1.1.0' });
    const [row] = rows([{ ...notes, releases: [mine, makeRelease({ name: 'notes-chart-2', title: 'other' })] }]);
    assert.equal(row?.description, '2 launched · 1.2.0');
    assert.deepEqual(words(row), ['extension', 'launchable', 'versioned']);
    assert.deepEqual(
      inside(row).map(({ id, label, description, context }) => [id, label, description, context]),
      [
        ['release:notes-chart-1', 'mine', 'running · 1.1.0', 'instance release deletable openable'],
        ['release:notes-chart-2', 'other', 'running · 0.6.0', 'instance release deletable'],
      ],
    );
    assert.equal(readSubject(inside(row)[0])?.release, mine);
  });

  it('groups, each extension once, and leaves out empty groups', () => {
    const broken = [{ name: 'odd', reason: 'kind: expected string' }];
    const shown = [
      lung,
      notes,
      { ...lung, chart: 'model', kind: 'model' },
      { ...lung, chart: 'on', releases: [makeRelease()] },
    ];
    const grouped = extensionRows({ shown, broken, layout: 'grouped', translate: inEnglish });
    assert.deepEqual(
      grouped.map((group) => [group.label, group.description, inside(group).map(({ id }) => id)]),
      [
        ['Installed', '1', ['extension:on']],
        ['Workflows', '1', ['extension:lung-workflow']],
        ['Applications', '1', ['extension:notes-chart']],
        ['Other', '2', ['extension:model', 'broken:odd:0']],
      ],
    );
    assert.deepEqual(rows([], 'grouped'), []);
    const row = inside(grouped[3])[1];
    assert.match(row?.description ?? '', /cannot be read: kind: expected string/);
    assert.equal(readSubject(row), undefined);
  });

  it('keeps a line short and shows markup as it is written', () => {
    const reason = `${'x'.repeat(500)}\n<script>`;
    const [row] = rows([
      makeExtension({
        title: '<b>$(zap)</b>',
        releases: [makeRelease({ state: { kind: 'failed', reason, pods: [] } })],
      }),
    ]);
    assert.equal(row?.label, '<b>$(zap)</b>');
    assert.ok((row.description?.length ?? 0) <= 100);
    assert.match(row.tooltip ?? '', /x{500}\n<script>/);
  });

  it('looks the same while only ages change, and different when a state does', () => {
    const at = (ageMs: number, kind: 'running' | 'completed') =>
      fingerprint(
        rows([makeExtension({ releases: [makeRelease({ state: { kind, pods: [] }, pods: [{ ...pod, ageMs }] })] })]),
      );
    assert.equal(at(1000, 'running'), at(60_000, 'running'));
    assert.notEqual(at(1000, 'running'), at(1000, 'completed'));
  });
});

describe('applyFacts', () => {
  const release = makeRelease();
  const installed = makeExtension({ releases: [release] });
  const installing: JobFact = { kind: 'installing', job: 'j', chart: 'lung-workflow', version: '0.6.0' };
  const done: JobFact = {
    kind: 'installed',
    chart: 'lung-workflow',
    release: 'lung-workflow',
    version: '0.6.0',
    state: 'completed',
  };
  const cases: readonly (readonly [string, ReturnType<typeof makeExtension>, JobFact, readonly string[]])[] = [
    ['shows an installation before the list does', lung, installing, ['lung-workflow requested']],
    ['believes the list as soon as it knows the release', installed, installing, ['lung-workflow running']],
    ['shows what was installed until the list does', lung, done, ['lung-workflow completed']],
    ['does not show it twice', installed, done, ['lung-workflow running']],
    [
      'shows what replaced an older version until the list does',
      makeExtension({
        releases: [makeRelease({ version: '0.5.0', state: { kind: 'degraded', reason: 'r', pods: [] } })],
      }),
      done,
      ['lung-workflow completed'],
    ],
    [
      'shows what replaced a release that the list still sees go',
      makeExtension({ releases: [makeRelease({ state: { kind: 'uninstalling' } })] }),
      done,
      ['lung-workflow completed'],
    ],
    [
      'shows an uninstallation',
      installed,
      { kind: 'uninstalling', release: 'lung-workflow' },
      ['lung-workflow uninstalling'],
    ],
    ['hides what is gone', installed, { kind: 'uninstalled', release: 'lung-workflow' }, []],
    ['leaves others alone', installed, { kind: 'uninstalled', release: 'other' }, ['lung-workflow running']],
    ['adds a launch', notes, { ...installing, chart: 'notes-chart' }, ['notes-chart:j requested']],
  ];
  for (const [title, extension, fact, expected] of cases) {
    it(title, () => {
      const [changed] = applyFacts([extension], [fact]);
      assert.deepEqual(
        changed?.releases.map(({ name, state }) => `${name} ${state.kind}`),
        expected,
      );
    });
  }

  it('offers nothing to do with a launch that has no name yet', () => {
    const [changed] = applyFacts([notes], [{ ...installing, chart: 'notes-chart' }]);
    const [row] = rows(changed === undefined ? [] : [changed]);
    assert.deepEqual(words(inside(row)[0]), ['instance']);
  });
});

describe('factOfJob', () => {
  const end = (verb: string, value: unknown, outcome: 'succeeded' | 'failed' = 'succeeded') =>
    factOfJob({ verb, result: { id: 'j', folder: '/j', outcome, value, error: undefined } });
  const release = { releaseName: 'lung-workflow', state: 'completed' };

  it('knows what was deployed, installed and uninstalled', () => {
    const fact = { kind: 'installed', chart: 'lung', release: 'lung-workflow', version: '0.6.0', state: 'completed' };
    assert.deepEqual(end('deploy', { release, chart: { name: 'lung', version: '0.6.0' } }), fact);
    assert.deepEqual(end('install', { ...release, extension: 'lung', version: '0.6.0' }), fact);
    assert.deepEqual(end('uninstall', release), { kind: 'uninstalled', release: 'lung-workflow' });
  });

  it('knows nothing from a job that failed, another one, or an answer of another version of edk', () => {
    assert.equal(end('uninstall', release, 'failed'), undefined);
    assert.equal(end('build chart', release), undefined);
    for (const verb of ['deploy', 'install', 'uninstall']) assert.equal(end(verb, { release: 5 }), undefined);
  });
});
