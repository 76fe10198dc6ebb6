import assert from 'node:assert/strict';
import type { JobSummary } from '../../../../src/core/jobs/jobHistory.ts';
import type { CatalogueExtension } from '../../../../src/core/platform/catalogue/readCatalogue.ts';
import { detailsContent, jobsAbout } from '../../../../src/extension/panels/details/detailsContent.ts';
import { readToDetails } from '../../../../src/shared/panels/detailsMessages.ts';
import { makeExtension, makeRelease } from '../../../support/catalogueFixtures.ts';

const translate = (text: string, ...args: readonly string[]): string =>
  text.replaceAll(/\{(\d)\}/g, (_slot, index: string) => args[Number(index)] ?? '');

function contentOf(extension: CatalogueExtension, { isTrusted = true, jobs = [] as readonly JobSummary[] } = {}) {
  return detailsContent({ extension, jobs, isTrusted, translate, language: 'en' });
}

const labels = (actions: readonly { readonly label: string }[]): string[] => actions.map(({ label }) => label);

function makeJob(changes: Partial<JobSummary> = {}): JobSummary {
  const started = '2026-11-22T09:00:00.000Z';
  return {
    id: 'job',
    verb: 'install',
    process: { pid: 1 },
    started,
    folder: '/jobs/job',
    state: 'succeeded',
    ...changes,
  };
}

describe('detailsContent', () => {
  it('offers what fits the state of an extension', () => {
    const documented = { documentation: 'page', versions: ['0.6.0', '0.5.0'] };
    assert.deepEqual(labels(contentOf(makeExtension(documented)).actions), [
      'Install...',
      'Install Version...',
      'Open Documentation',
    ]);
    const stuck = makeRelease({ state: { kind: 'stuck', reason: 'Its hook failed.' } });
    assert.deepEqual(labels(contentOf(makeExtension({ releases: [stuck] })).actions), [
      'Show Status',
      'Copy Release Name',
      'Force Uninstall...',
    ]);
  });

  it('offers the buttons of launched releases beside each', () => {
    const release = makeRelease({ name: 'lung-1', title: 'mine', links: ['/lung'] });
    const { actions, releases } = contentOf(makeExtension({ multiInstallable: true, releases: [release] }));
    assert.deepEqual(labels(actions), ['Launch...']);
    assert.deepEqual(labels(releases[0]?.actions ?? []), [
      'Open Application',
      'Show Status',
      'Copy Release Name',
      'Delete',
    ]);
  });

  it('offers nothing that changes something in an untrusted workspace', () => {
    const { actions } = contentOf(makeExtension({ releases: [makeRelease()] }), { isTrusted: false });
    assert.deepEqual(labels(actions), ['Show Status', 'Copy Release Name']);
  });

  it('shows pods with their reasons', () => {
    const pod = {
      name: 'lung-x',
      status: 'imagepullbackoff',
      ready: '0/1',
      restarts: 3,
      ageMs: 60_000,
      message: 'gone',
    };
    const state = { kind: 'degraded', reason: 'lung-x: imagepullbackoff', pods: [pod] } as const;
    const { releases } = contentOf(makeExtension({ releases: [makeRelease({ state, pods: [pod] })] }));
    assert.deepEqual(releases[0]?.pods, [['lung-x', 'imagepullbackoff', '0/1', '3', '60s', 'gone']]);
    assert.equal(releases[0].state, 'pending: lung-x: imagepullbackoff');
    assert.equal(releases[0].tone, 'moving');
  });

  it('shows parameters with defaults, but no secret', () => {
    const { parameters } = contentOf(
      makeExtension({
        parameters: {
          about: { type: 'doc', html: 'Text' },
          flag: { type: 'bool', default: true },
          tasks: { type: 'list_multi', value: ['a', 'b'], default: ['a'] },
          password: { type: 'string', default: 'hidden' },
          odd: { type: 'colour' },
        },
      }),
    );
    assert.deepEqual(
      parameters.map(({ name, type, initial, choices }) => [name, type, initial, choices]),
      [
        ['flag', 'bool', 'Yes', ''],
        ['tasks', 'list_multi', 'a', 'a, b'],
        ['password', 'string', '••••••', ''],
        ['odd', 'colour (unknown)', '', ''],
      ],
    );
  });

  it('reaches the page as it is', () => {
    const release = makeRelease({ state: { kind: 'failed', reason: 'x', pods: [] } });
    const details = contentOf(makeExtension({ releases: [release] }), { jobs: [makeJob({ state: 'failed' })] });
    assert.deepEqual(readToDetails({ type: 'show', details }), { type: 'show', details });
  });
});

describe('jobsAbout', () => {
  const hex = '0123456789abcdef0123';
  const jobs = [
    makeJob({ id: 'install', subject: 'lung-workflow' }),
    makeJob({ id: 'uninstall', verb: 'uninstall', subject: `lung-workflow-${hex}` }),
    makeJob({ id: 'other', subject: 'lung-workflow-tools' }),
    makeJob({ id: 'deploy', verb: 'deploy', project: '/work/lung' }),
    makeJob({ id: 'elsewhere', verb: 'deploy', project: '/work/liver' }),
    makeJob({ id: 'nothing', verb: 'init' }),
  ];
  const ids = (extension: CatalogueExtension): string[] =>
    jobsAbout(extension, jobs, new Set(['/work/lung'])).map(({ id }) => id);

  it('finds those of the extension and of the project that makes it', () => {
    assert.deepEqual(ids(makeExtension()), ['install', 'deploy']);
  });

  it('finds those of releases that are gone', () => {
    assert.deepEqual(ids(makeExtension({ multiInstallable: true })), ['install', 'uninstall', 'deploy']);
  });
});
