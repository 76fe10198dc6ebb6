import assert from 'node:assert/strict';
import { chooseProject } from '../../../../../src/extension/commands/project/chooseProject.ts';

const projects = ['/work/liver', '/work/lung', '/work/lung/inner'];
const nothing = { named: undefined, activeFile: undefined, selected: undefined };

describe('chooseProject', () => {
  for (const [title, choice, expected] of [
    [
      'the named one first',
      { named: '/work/liver', activeFile: '/work/lung/x.py', selected: '/work/lung' },
      '/work/liver',
    ],
    [
      'the one being edited before the selected',
      { activeFile: '/work/liver/x.py', selected: '/work/lung' },
      '/work/liver',
    ],
    ['the innermost one around the file', { activeFile: '/work/lung/inner/x.py' }, '/work/lung/inner'],
    [
      'the selected one while another file is edited',
      { activeFile: '/work/livers/x.py', selected: '/work/lung' },
      '/work/lung',
    ],
  ] as const) {
    it(`takes ${title}`, () => {
      assert.deepEqual(chooseProject({ projects, ...nothing, ...choice }), { kind: 'certain', folder: expected });
    });
  }

  it('takes the only one', () => {
    assert.deepEqual(chooseProject({ ...nothing, projects: ['/work/liver'] }), {
      kind: 'certain',
      folder: '/work/liver',
    });
  });

  it('asks where several could be meant, also when the selected one is gone', () => {
    assert.deepEqual(chooseProject({ ...nothing, projects, selected: '/work/gone' }), { kind: 'ask' });
  });

  it('says that there is none', () => {
    assert.deepEqual(chooseProject({ ...nothing, projects: [], selected: '/work/gone' }), { kind: 'none' });
  });
});
