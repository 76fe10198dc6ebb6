import { isScalar, isSeq, parseDocument, stringify, YAMLSeq } from 'yaml';
import { EdkError } from '../errors/edkError.ts';
import { completeAnswers, type Answers, renamingFor, replaceWords, type Renaming } from './questions.ts';
import type { Template, TemplateFile } from './readTemplate.ts';
import { rewriteFile } from './rewriteFile.ts';
import type { Effect } from './templateManifest.ts';

/** The template's file as an answer wants it. @throws EdkError `template.invalid` when the file is not as the effect expects. */
export function applyEffect(text: string, effect: Effect): string {
  const { file, addToList, removeFromList, replaceText } = effect;
  if (replaceText !== undefined) {
    if (!text.includes(replaceText.from)) {
      throw new EdkError('template.invalid', `"${replaceText.from}" is not in the file.`, { place: { file } });
    }
    return text.replaceAll(replaceText.from, () => replaceText.to);
  }
  if (addToList !== undefined) return editList(text, file, addToList, 'add');
  if (removeFromList !== undefined) return editList(text, file, removeFromList, 'remove');
  return text;
}

interface ListItem {
  readonly path: readonly string[];
  readonly item: string;
}

/** Touches the lines of the list only where it is written in lines; comments and order stay in any case. */
function editList(text: string, file: string, { path, item }: ListItem, action: 'add' | 'remove'): string {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw new EdkError('template.invalid', error.message, { place: { file } });
  const list = document.getIn(path) ?? new YAMLSeq();
  if (!isSeq(list)) throw new EdkError('template.invalid', `"${path.join('.')}" is not a list.`, { place: { file } });
  const index = list.items.findIndex((node) => isScalar(node) && node.value === item);
  if ((index !== -1) === (action === 'add')) return text;
  const line = lineOfItem(text, list.items.at(action === 'add' ? -1 : index));
  if (action === 'add') {
    if (line !== undefined) return insertAfter(text, line, `${line.indent}${stringify(item, { lineWidth: 0 })}`);
    list.add(document.createNode(item));
    document.setIn(path, list);
  } else {
    if (line !== undefined && list.items.length > 1) return text.slice(0, line.start) + text.slice(line.end);
    list.delete(index);
  }
  return document.toString({ lineWidth: 0 });
}

interface ItemLine {
  readonly start: number;
  /** Behind its line end. */
  readonly end: number;
  /** What stands before the item, its dash included. */
  readonly indent: string;
}

/** The line of an item that has one for itself. */
function lineOfItem(text: string, item: unknown): ItemLine | undefined {
  if (!isScalar(item) || !item.range) return undefined;
  const start = text.lastIndexOf('\n', item.range[0] - 1) + 1;
  const lineEnd = text.indexOf('\n', item.range[1]);
  const indent = text.slice(start, item.range[0]);
  return /^ *- +$/.test(indent) ? { start, end: lineEnd === -1 ? text.length : lineEnd + 1, indent } : undefined;
}

function insertAfter(text: string, { end }: ItemLine, line: string): string {
  const before = text.slice(0, end);
  return `${before}${before.endsWith('\n') ? '' : '\n'}${line}${text.slice(end)}`;
}

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

/** Undefined for anything that is not text. */
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
      throw new EdkError(
        'name.invalid',
        `With the name "${name}", two files of the extension would be called ${path}.`,
      );
    }
    seen.add(path);
  }
}
