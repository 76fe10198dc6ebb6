import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../../../src/core/checks/rules.ts';
import { runChecks } from '../../../../src/core/checks/runChecks.ts';
import { checkSettings, projectFrom } from '../../../support/checks/projectFrom.ts';
import { sampleProject } from '../../../support/checks/sampleProject.ts';

const groups = ['image', 'chart', 'project', 'dag', 'operator', 'reference'] as const;

function testsOf(group: string): string {
  const folder = join(import.meta.dirname, group);
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

describe('the rules', () => {
  it('have ids of their own, each after its folder', () => {
    const ids = rules.map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)]);
    for (const id of ids) assert.match(id, /^(image|chart|project|dag|operator|reference)\/[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  const tests = new Map(groups.map((group) => [group as string, testsOf(group)]));

  for (const { id, title, why, remedy } of rules) {
    it(`${id} says in sentences what, why and how to mend it, and has a test of its own`, () => {
      assert.match(title, /^[A-Z].*[^.]$/);
      for (const text of [why, remedy]) assert.match(text, /^[A-Z].*\.$/);
      const [group = '', what = ''] = id.split('/');
      const name = what.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
      assert.ok(tests.get(group)?.includes(`testRule(${name},`), `no test of ${name} in ${group}/`);
    });
  }

  it('find nothing in the sample project', async () => {
    assert.deepEqual(runChecks({ project: await projectFrom(sampleProject), settings: checkSettings }).findings, []);
  });
});
