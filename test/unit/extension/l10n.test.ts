import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { podAdviceTexts } from '../../../src/core/platform/catalogue/podAdvice.ts';

const extension = join(import.meta.dirname, '..', '..', '..', 'src', 'extension');
const german = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(join(extension, 'l10n', 'bundle.l10n.de.json'), 'utf8')));

/** The texts that the sources hand to `vscode.l10n.t` and `translate`, and core's advice about pods. */
function textsInSources(): string[] {
  const files = readdirSync(extension, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const texts = files.flatMap((file) =>
    [
      ...readFileSync(join(extension, file), 'utf8').matchAll(/\b(?:l10n\.t|translate)\(\s*(?:'([^']*)'|"([^"]*)")/g),
    ].map(([, single, double]) => single ?? double ?? ''),
  );
  return [...new Set([...texts, ...Object.values(podAdviceTexts)])];
}

const slots = (text: string): string[] => [...text.matchAll(/\{\d\}/g)].map(([slot]) => slot).sort();

describe('texts of the extension', () => {
  it('are all there in German, and no others', () => {
    assert.deepEqual(Object.keys(german).sort(), textsInSources().sort());
  });

  it('keep their slots', () => {
    for (const [english, text] of Object.entries(german)) assert.deepEqual(slots(text), slots(english), english);
  });
});
