import assert from 'node:assert/strict';
import { readCatalogue } from '../../../../../src/core/platform/catalogue/readCatalogue.ts';
import { readExtensionList } from '../../../../../src/core/platform/schemas/extensionList.ts';
import { deploymentAnswer, extensionAnswer } from '../../../../support/platformAnswers.ts';

type Answer = Readonly<Record<string, unknown>>;

describe('readCatalogue', () => {
  const read = (...answers: readonly Answer[]) => readCatalogue(readExtensionList(answers).extensions);

  for (const [title, changes, expected] of [
    ['the visible name', {}, { title: 'Lung', kind: 'workflow', maturity: 'stable', hardware: 'cpu' }],
    ['the chart where there is no name', { annotations: null }, { title: 'lung-workflow' }],
    ['the chart where the name is empty', { annotations: { 'ui-visible-name': ' ' } }, { title: 'lung-workflow' }],
    [
      'experimental gpu applications',
      { kind: 'application', experimental: 'yes', resourceRequirement: 'gpu' },
      { kind: 'application', maturity: 'experimental', hardware: 'gpu' },
    ],
    ['a kind that nobody knows', { kind: 'model' }, { kind: 'model' }],
    [
      'absent keys',
      { description: null, versions: null, experimental: null, resourceRequirement: null, extension_params: null },
      { description: '', versions: ['0.6.0'], maturity: 'stable', hardware: 'cpu', parameters: {} },
    ],
  ] satisfies readonly (readonly [string, Answer, object])[]) {
    it(`understands ${title}`, () => {
      const [extension] = read(extensionAnswer(changes));
      assert.ok(extension);
      assert.deepEqual({ ...extension, ...expected }, extension);
    });
  }

  it('joins the entries of a multi-installable chart and its instances', () => {
    const instance = (name: string) => ({ '0.6.0': { deployments: [deploymentAnswer({ name })] } });
    const common = { chart_name: 'notes-chart', multiinstallable: 'yes', versions: ['0.6.0', '0.5.2'] };
    const catalogue = read(
      extensionAnswer({
        ...common,
        versions: ['0.6.0'],
        installed: 'yes',
        releaseName: 'notes-chart-b1',
        display_name: 'zebra',
        available_versions: instance('notes-chart-b1'),
      }),
      extensionAnswer({
        ...common,
        versions: ['0.6.0'],
        installed: 'yes',
        releaseName: 'notes-chart-a2',
        display_name: 'ape',
        available_versions: instance('notes-chart-a2'),
      }),
      extensionAnswer({
        ...common,
        releaseName: 'notes-chart',
        available_versions: {
          '0.6.0': { deployments: [deploymentAnswer({ name: 'notes-chart-a2' })] },
          '0.5.2': { deployments: [] },
        },
      }),
    );
    const [notes, ...others] = catalogue;
    assert.ok(notes);
    assert.deepEqual(others, []);
    assert.deepEqual(notes.versions, ['0.6.0', '0.5.2']);
    assert.deepEqual(
      notes.releases.map(({ title, name }) => [title, name]),
      [
        ['ape', 'notes-chart-a2'],
        ['zebra', 'notes-chart-b1'],
      ],
    );
  });

  it('shows the installed version, not the newest', () => {
    const versions = { '0.6.0': { deployments: [] }, '0.5.2': { deployments: [deploymentAnswer()] } };
    const [extension] = read(extensionAnswer({ versions: ['0.6.0', '0.5.2'], available_versions: versions }));
    assert.deepEqual(
      extension?.releases.map(({ version, title }) => [version, title]),
      [['0.5.2', 'lung-workflow']],
    );
  });

  it('calls an uninstallation stuck when it is told so, or after a long while', () => {
    const hanging = deploymentAnswer({ helmStatus: 'uninstalling', pods: 'unknown' });
    const entry = (deployment: Answer) =>
      readExtensionList([extensionAnswer({ available_versions: { '0.6.0': { deployments: [deployment] } } })]);
    const stateOf = (deployment: Answer, watchedMs: number) =>
      readCatalogue(entry(deployment).extensions, () => watchedMs)[0]?.releases[0]?.state.kind;
    const told = { ...hanging, helm_info: { status: 'uninstalling', description: 'Its hook "remove" failed: exit 1' } };
    assert.equal(stateOf(hanging, 0), 'uninstalling');
    assert.equal(stateOf(hanging, 200_000), 'stuck');
    assert.equal(stateOf(told, 0), 'stuck');
  });
});
