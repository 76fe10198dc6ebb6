import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkReleaseName, checkUploadName, checkVersion } from '../../../../src/core/platform/checkNames.ts';

function accepts(check: (text: string) => void, text: string): boolean {
  try {
    check(text);
    return true;
  } catch {
    return false;
  }
}

describe('names that are sent to the platform', () => {
  const table = [
    [
      checkReleaseName,
      ['a', 'lung-workflow', 'lung.v2', 'a'.repeat(53)],
      ['', '-a', 'a-', 'A', 'a_b', 'a..b', 'a b', 'ä', 'a'.repeat(54)],
    ],
    [
      checkVersion,
      ['0.6.0', '0.6.1-12-gabc1234', '1.0', '1', 'v2.1.0', '1.0.0-rc.1+build.5'],
      ['', 'latest', '1.0.0 ', '1.0.0;id', '01.2.3', '1.2.3.4', '1.0.0-', `1.0.0-${'a'.repeat(200)}`],
    ],
    [
      checkUploadName,
      ['lung-0.6.0.tgz', 'image_1.tar'],
      ['', '.tgz', '../x.tgz', 'a/b.tgz', 'a b.tgz', 'a$b.tgz', '-x.tgz'],
    ],
  ] as const;
  for (const [check, good, bad] of table) {
    for (const text of good) it(`${check.name} accepts "${text}"`, () => assert.ok(accepts(check, text)));
    for (const text of bad) it(`${check.name} refuses "${text}"`, () => assert.ok(!accepts(check, text)));

    it(`${check.name} refuses whatever a shell or a path would understand`, () => {
      const dangerous = fc.constantFrom(...Array.from(' \n\t\0;&|<>$`"\'\\(){}[]*?!#~/%=,'));
      fc.assert(
        fc.property(fc.string(), dangerous, fc.string(), (before, character, after) => {
          assert.ok(!accepts(check, before + character + after));
          assert.ok(!accepts(check, `a${character}b`));
          assert.ok(!accepts(check, `1.0.0${character}`));
        }),
      );
    });
  }
});
