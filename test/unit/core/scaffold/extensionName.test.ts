import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import {
  checkExtensionName,
  longestName,
  requireExtensionName,
  formsOfName,
  proposeName,
} from '../../../../src/core/scaffold/extensionName.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { writeFiles } from '../../../support/writeFiles.ts';

describe('checkExtensionName', () => {
  const good = [
    'a',
    'lung-texture',
    'pyradiomics-feature-extractor',
    'ct-3d',
    'yes',
    'match',
    'x'.repeat(longestName('workflow')),
  ];
  for (const name of good) {
    it(`takes ${name}`, () => assert.deepEqual(checkExtensionName(name, 'workflow'), { valid: true }));
  }

  const bad: readonly (readonly [name: string, reason: RegExp, suggestion: string | undefined])[] = [
    ['', /empty/, undefined],
    ['my extension', /spaces/, 'my-extension'],
    [' lead', /spaces/, 'lead'],
    ['My Näme', /spaces/, 'my-naeme'],
    ['größe', /"ö"/, 'groesse'],
    ['señor', /"ñ"/, 'senor'],
    ['肺', /"肺"/, undefined],
    ['a.b', /"\."/, 'a-b'],
    ['lung_texture', /"_"/, 'lung-texture'],
    ['../etc', /"\."/, 'etc'],
    ['a/b', /"\/"/, 'a-b'],
    ['LungTexture', /upper-case/, 'lung-texture'],
    ['3d-lung', /digit/, 'lung-3d'],
    ['42', /digit/, undefined],
    ['-a', /dash/, 'a'],
    ['a-', /dash/, 'a'],
    ['a--b', /two dashes/, 'a-b'],
    ['a'.repeat(64), /64 characters; at most 44/, 'a'.repeat(longestName('workflow'))],
    ['radiomics-features-of-the-lung-in-low-dose-ct', /45 characters/, 'radiomics-features-of-the-lung-in-low-dose'],
    ['class', /keyword/, 'class-extension'],
    ['none', /keyword/, 'none-extension'],
    ['json', /Python package/, 'json-extension'],
    ['py-compile', /Python package/, 'py-compile-extension'],
    ['airflow', /Python package/, 'airflow-extension'],
    ['base-python-cpu', /base image/, 'base-python-cpu-extension'],
    ['dag-lung', /"dag-"/, 'lung'],
  ];
  for (const [name, reason, suggestion] of bad) {
    it(`refuses "${name}"`, () => {
      const check = checkExtensionName(name, 'workflow');
      assert.ok(!check.valid);
      assert.match(check.reason, reason);
      assert.equal(check.suggestion, suggestion);
    });
  }

  it("keeps room for the random end of an application's launches", () => {
    assert.deepEqual(checkExtensionName('a'.repeat(26), 'application'), { valid: true });
    const check = checkExtensionName('viewer-for-the-segmentation', 'application');
    assert.ok(!check.valid);
    assert.match(check.reason, /27 characters; at most 26 .* 20 characters of a launch/);
    assert.equal(check.suggestion, 'viewer-for-the');
  });

  it('suggests only names that it takes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc
            .array(fc.constantFrom(...Array.from('aZ9-_. ÄßéИ肺😀dag')), { maxLength: 70 })
            .map((letters) => letters.join('')),
          fc.stringMatching(/^[\w .-]{1,70}$/),
        ),
        (name) => {
          const check = checkExtensionName(name, 'workflow');
          if (check.valid || check.suggestion === undefined) return;
          assert.deepEqual(checkExtensionName(check.suggestion, 'workflow'), { valid: true });
        },
      ),
    );
  });

  it('takes only what every other side takes', () => {
    const words = fc.array(fc.stringMatching(/^[a-z0-9-]{1,9}$/), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(words, (parts) => {
        const name = parts.join('-');
        if (!checkExtensionName(name, 'workflow').valid) return;
        for (const label of [`dag-${name}`, `${name}-workflow`]) {
          assert.match(label, /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
          assert.ok(label.length <= 53);
        }
        assert.match(formsOfName(name).snake, /^[a-z][a-z0-9_]*$/);
        assert.match(formsOfName(name).pascal, /^[A-Z][A-Za-z0-9]*$/);
      }),
    );
  });

  it('throws with a name that would do', () => {
    assert.throws(
      () => requireExtensionName('My Näme', 'workflow'),
      (error) => error instanceof EdkError && error.code === 'name.invalid' && error.remedy.includes('"my-naeme"'),
    );
  });
});

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
