import assert from 'node:assert/strict';
import { join } from 'node:path';
import { proposeName } from '../../../../src/core/scaffold/proposeName.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { writeFiles } from '../../../support/writeFiles.ts';

describe('proposeName', () => {
  const folder = useTemporaryFolder();

  const names: [string, string | undefined, string | undefined][] = [
    ['lung-texture', undefined, 'lung-texture'],
    ['My Extension', undefined, 'my-extension'],
    ['42', undefined, undefined],
    ['work', 'https://git.example.org/group/Lung_Texture.git', 'lung-texture'],
    ['work', 'git@git.example.org:group/slide-viewer.git', 'slide-viewer'],
    ['work', '/srv/git/42', 'work'],
  ];
  for (const [name, remote, expected] of names) {
    it(`proposes ${String(expected)} in ${name}${remote === undefined ? '' : ` from ${remote}`}`, async () => {
      const config = `[core]\n\tbare = false\n[remote "other"]\n\turl = x\n[remote "origin"]\n\tfetch = +refs\n\turl = ${remote}\n`;
      await writeFiles(folder.path, {
        [`${name}/x`]: '',
        ...(remote === undefined ? {} : { [`${name}/.git/config`]: config }),
      });
      assert.equal(await proposeName(join(folder.path, name), 'workflow'), expected);
    });
  }

  it('keeps to the length that the kind allows', async () => {
    await writeFiles(folder.path, { 'viewer-for-the-segmentation/x': '' });
    assert.equal(await proposeName(join(folder.path, 'viewer-for-the-segmentation'), 'application'), 'viewer-for-the');
  });
});
