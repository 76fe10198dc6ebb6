/** Writes src/core/checks/RULES.md out of the rules of "edk check". Usage: node --import tsx scripts/writeRules.mjs */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rulesPage } from '../src/core/checks/report/rulesPage.ts';

writeFileSync(join(resolve(import.meta.dirname, '..'), 'src', 'core', 'checks', 'RULES.md'), rulesPage());
