import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProgram } from '../../../../../src/cli/createProgram.ts';
import { rulesPage, rulesPageLines } from '../../../../../src/core/checks/report/rulesPage.ts';
import { symptoms } from '../../../../../src/core/checks/report/symptoms.ts';
import { rules } from '../../../../../src/core/checks/rules.ts';

const page = join(import.meta.dirname, '..', '..', '..', '..', '..', 'src', 'core', 'checks', 'RULES.md');

describe('the page of rules', () => {
  it('is up to date; "npm run rules" writes it', () => {
    assert.equal(readFileSync(page, 'utf8'), rulesPage());
  });

  it('tells of every rule, and knows where', () => {
    const lines = readFileSync(page, 'utf8').split('\n');
    const places = rulesPageLines();
    for (const { id } of rules) assert.equal(lines[(places.get(id) ?? 0) - 1], `### ${id}`);
  });

  it('leads from every symptom to rules and verbs that exist', () => {
    const verbs = createProgram().commands.map((command) => `edk ${command.name()}`);
    const known = new Set<string>([...rules.map(({ id }) => id), ...verbs]);
    for (const { symptom, caughtBy } of symptoms) {
      assert.deepEqual(
        caughtBy.filter((one) => !known.has(one)),
        [],
        symptom,
      );
    }
  });
});
