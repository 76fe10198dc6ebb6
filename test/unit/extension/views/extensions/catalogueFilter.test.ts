import assert from 'node:assert/strict';
import {
  filterCatalogue,
  isUsual,
  usualFilter,
  type CatalogueFilter,
  describeHidden,
} from '../../../../../src/extension/views/extensions/catalogueFilter.ts';
import { filterChoices, filterOfChoices } from '../../../../../src/extension/views/extensions/filterChoices.ts';
import { readChoices, usualChoices } from '../../../../../src/extension/views/extensions/viewChoices.ts';
import { makeExtension, makeRelease } from '../../../../support/catalogueFixtures.ts';
import { inEnglish } from '../../../../support/inEnglish.ts';

const lung = makeExtension();
const notes = makeExtension({
  chart: 'notes-chart',
  title: 'Notes',
  description: 'Finds words',
  kind: 'application',
  versions: ['1.2.0', '1.1.0'],
});
const trial = makeExtension({ chart: 'trial-workflow', title: 'Trial', maturity: 'experimental', hardware: 'gpu' });
const runningTrial = { ...trial, chart: 'running-trial', title: 'Running trial', releases: [makeRelease()] };
const all = [lung, notes, trial, runningTrial];

describe('filterCatalogue', () => {
  const cases: readonly (readonly [title: string, filter: Partial<CatalogueFilter>, shown: readonly string[]])[] = [
    ['experimental ones unless installed', {}, ['Lung', 'Notes', 'Running trial']],
    ['nothing when asked for all', { experimental: 'show' }, ['Lung', 'Notes', 'Trial', 'Running trial']],
    ['a kind', { hiddenKinds: ['workflow'] }, ['Notes']],
    ['what needs a GPU', { experimental: 'show', hiddenHardware: ['gpu'] }, ['Lung', 'Notes']],
    ['what lacks a word', { text: ' LUNG ' }, ['Lung', 'Running trial']],
    ['what lacks one of the words', { text: 'finds notes' }, ['Notes']],
    ['what has not the version', { text: '1.1.0' }, ['Notes']],
    ['what has other versions only', { hiddenVersions: ['0.6.0', '1.1.0'] }, ['Notes']],
    ['everything without a match', { text: '<b>' }, []],
  ];
  for (const [title, change, expected] of cases) {
    it(`hides ${title}`, () => {
      const { shown, hidden } = filterCatalogue(all, { ...usualFilter, ...change });
      assert.deepEqual(
        shown.map((extension) => extension.title),
        expected,
      );
      assert.equal(shown.length + hidden.length, all.length);
    });
  }
});

describe('describeHidden', () => {
  it('says nothing when nothing is hidden', () => assert.equal(describeHidden([], new Set(), inEnglish), undefined));
  it('counts what is hidden and why', () => {
    assert.equal(describeHidden([trial], new Set(), inEnglish), '1 experimental hidden by the filter.');
    assert.equal(describeHidden([trial, lung], new Set(['other']), inEnglish), '2 hidden by the filter.');
  });
  it("names the person's own ones", () => {
    const own = new Set(['trial-workflow']);
    assert.equal(
      describeHidden([trial], own, inEnglish),
      '1 experimental hidden by the filter, including yours: Trial.',
    );
  });
});

describe('filterChoices and filterOfChoices', () => {
  const ticked = (filter: CatalogueFilter) =>
    filterChoices(all, { filter, translate: inEnglish })
      .flatMap(({ choices }) => choices)
      .filter(({ picked }) => picked)
      .map(({ id }) => id);
  const offered = filterChoices(all, { filter: usualFilter, translate: inEnglish }).flatMap(({ choices }) =>
    choices.map(({ id }) => id),
  );

  const versions = ['version:1.2.0', 'version:1.1.0', 'version:0.6.0'];

  it('ticks everything but what is experimental at first, and counts', () => {
    assert.deepEqual(ticked(usualFilter), ['kind:workflow', 'kind:application', 'cpu', 'gpu', ...versions]);
    const experimental = filterChoices(all, { filter: usualFilter, translate: inEnglish })[1]?.choices[0];
    assert.equal(experimental?.count, 2);
  });

  it('gives the same filter back for the same ticks, keeping the search', () => {
    for (const filter of [
      usualFilter,
      { ...usualFilter, experimental: 'show' as const, text: 'lung' },
      { ...usualFilter, hiddenKinds: ['application'], hiddenHardware: ['gpu' as const] },
      { ...usualFilter, hiddenVersions: ['1.1.0'] },
    ]) {
      assert.deepEqual(filterOfChoices(filter, { offered, picked: ticked(filter) }), filter);
    }
  });

  it('leaves hidden what was not offered', () => {
    const filter = { ...usualFilter, hiddenKinds: ['platform'], hiddenVersions: ['0.1.0'] };
    const after = filterOfChoices(filter, { offered, picked: offered });
    assert.deepEqual([after.hiddenKinds, after.hiddenVersions], [['platform'], ['0.1.0']]);
  });
});

describe('readChoices', () => {
  for (const kept of [undefined, null, 'flat', 5, {}, { filter: 'x' }, { filter: { hiddenKinds: 5, text: 7 } }]) {
    it(`begins anew with ${JSON.stringify(kept)}`, () => assert.deepEqual(readChoices(kept), usualChoices));
  }
  it('takes what was kept', () => {
    const choices = {
      layout: 'flat',
      filter: {
        hiddenKinds: ['workflow'],
        experimental: 'show',
        hiddenHardware: ['gpu'],
        hiddenVersions: ['0.5.0'],
        text: 'a',
      },
    };
    assert.deepEqual(readChoices(JSON.parse(JSON.stringify(choices))), choices);
    assert.equal(isUsual(readChoices(choices).filter), false);
    assert.equal(isUsual(usualFilter), true);
  });
});
