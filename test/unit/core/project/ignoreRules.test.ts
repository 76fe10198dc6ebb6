import assert from 'node:assert/strict';
import { parseIgnoreRules } from '../../../../src/core/project/ignoreRules.ts';
import { ignoreCases, ignorePaths } from '../../../support/ignoreCases.ts';

describe('parseIgnoreRules', () => {
  for (const { rules, leftOut } of ignoreCases) {
    it(`reads ${JSON.stringify(rules)} as docker does`, () => {
      assert.deepEqual(leftOutBy(rules), leftOut);
    });
  }

  it('names the file and the line of a pattern that docker refuses', () => {
    const { problem } = parseIgnoreRules('ok.txt\n[z-a]\n', '/p/.dockerignore');
    assert.equal(problem?.code, 'dockerignore.invalid');
    assert.equal(problem.place?.line, 2);
    assert.match(problem.message, /^\/p\/\.dockerignore:2: Syntax error in the pattern "\[z-a\]"/);
  });

  it('is not slow with a pattern of many wildcards', () => {
    const rules = parseIgnoreRules(`${'**/*a*/'.repeat(40)}b`);
    assert.equal(rules.ignores(`${'a'.repeat(40)}/`.repeat(40)), false);
  });
});

function leftOutBy(text: string): readonly string[] {
  const rules = parseIgnoreRules(text);
  return rules.problem === undefined ? ignorePaths.filter((path) => rules.ignores(path)) : ['refused'];
}
