import assert from 'node:assert/strict';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import { parseIgnoreRules } from '../../../../src/core/project/ignoreRules.ts';
import { ignoreCases, ignorePaths } from '../../../support/ignoreCases.ts';

describe('parseIgnoreRules', () => {
  for (const { rules, leftOut } of ignoreCases) {
    it(`reads ${JSON.stringify(rules)} as docker does`, () => {
      assert.deepEqual(leftOutBy(rules), leftOut);
    });
  }

  it('names the file and the line of a pattern that docker refuses', () => {
    assert.throws(
      () => parseIgnoreRules('ok.txt\n[z-a]\n', '/p/.dockerignore'),
      (error) =>
        error instanceof EdkError &&
        error.place?.line === 2 &&
        error.message.startsWith('/p/.dockerignore:2: Syntax error in the pattern "[z-a]"'),
    );
  });

  it('is not slow with a pattern of many wildcards', () => {
    const rules = parseIgnoreRules(`${'**/*a*/'.repeat(40)}b`);
    assert.equal(rules.ignores(`${'a'.repeat(40)}/`.repeat(40)), false);
  });
});

function leftOutBy(rules: string): readonly string[] {
  try {
    const parsed = parseIgnoreRules(rules, '.dockerignore');
    return ignorePaths.filter((path) => parsed.ignores(path));
  } catch (error) {
    if (error instanceof EdkError) return ['refused'];
    throw error;
  }
}
