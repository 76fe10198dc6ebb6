import { relative } from 'node:path';
import type { OperatorImageReference } from '../../project/python/findImageArguments.ts';

export interface OwnReference {
  readonly reference: OperatorImageReference;
  /** Name of the project's image to which it refers. */
  readonly image: string;
}

/** A context's operators with their images replaced by exact references: contents by path in the context. */
export function stageOperators(
  context: string,
  references: readonly OwnReference[],
  pullReference: (image: string) => string | undefined,
): Map<string, string> {
  const staged = new Map<string, string>();
  for (const [file, own] of groupByFile(references)) {
    const replacements = own.flatMap(({ reference: { start, end }, image }) => {
      const exact = pullReference(image);
      return exact === undefined ? [] : [{ start, end, text: JSON.stringify(exact) }];
    });
    if (replacements.length === 0) continue;
    staged.set(pathIn(context, file), spliceText(own[0]?.reference.fileText ?? '', replacements));
  }
  return staged;
}

function groupByFile(references: readonly OwnReference[]): Map<string, OwnReference[]> {
  const groups = new Map<string, OwnReference[]>();
  for (const own of references) {
    groups.set(own.reference.file, [...(groups.get(own.reference.file) ?? []), own]);
  }
  return groups;
}

/** The path of a file in a context, with forward slashes. */
export function pathIn(context: string, file: string): string {
  return relative(context, file).replaceAll('\\', '/');
}

export interface Replacement {
  /** Offsets in characters of the text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with every replacement made; they do not overlap. */
export function spliceText(text: string, replacements: readonly Replacement[]): string {
  let result = '';
  let position = 0;
  for (const replacement of replacements.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(position, replacement.start) + replacement.text;
    position = replacement.end;
  }
  return result + text.slice(position);
}
