import { EdkError } from '../errors/edkError.ts';
import { applyEffect } from './applyEffect.ts';
import { completeAnswers, type Answers } from './questions.ts';
import type { Template, TemplateFile } from './readTemplate.ts';
import { renamingFor, replaceWords, type Renaming } from './renaming.ts';
import { rewriteFile } from './rewriteFile.ts';
import type { Effect } from './templateManifest.ts';

export interface ScaffoldPlan {
  /** In kebab form. */
  readonly name: string;
  readonly title: string;
  readonly files: readonly TemplateFile[];
  /** Path of the file that one edits first. */
  readonly openFirst: string;
}

/**
 * What the new extension consists of; questions without an answer take their default.
 *
 * @throws EdkError `name.invalid`, `usage` (answers), `template.invalid`.
 */
export function planScaffold({ manifest, files }: Template, given: Answers): ScaffoldPlan {
  const answers = completeAnswers(manifest, given);
  const renaming = renamingFor(manifest, answers);
  const effects = manifest.effects.filter(({ when }) => answers[when.question] === when.is);
  const planned = files.map((file) => ({
    ...file,
    path: replaceWords(file.path, renaming.names),
    content: contentOf(file, effects, renaming),
  }));
  const name = answers['name'] ?? manifest.identity.kebab;
  requireDistinctPaths(planned, name);
  return {
    name,
    title: answers['title'] ?? manifest.identity.title,
    files: planned,
    openFirst: replaceWords(manifest.openFirst, renaming.names),
  };
}

function contentOf(file: TemplateFile, effects: readonly Effect[], renaming: Renaming): Uint8Array {
  const text = textOf(file.content);
  if (text === undefined) return file.content;
  const changed = effects.filter((effect) => effect.file === file.path).reduce(applyEffect, text);
  return new TextEncoder().encode(rewriteFile(file.path, changed, renaming));
}

/** Undefined for what is no text. */
function textOf(content: Uint8Array): string | undefined {
  if (content.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

function requireDistinctPaths(files: readonly TemplateFile[], name: string): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    if (seen.has(path)) {
      throw new EdkError('name.invalid', `Named "${name}", two files of the extension would be called ${path}.`);
    }
    seen.add(path);
  }
}
