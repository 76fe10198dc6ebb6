import { pythonOf } from '../../project/pythonOf.ts';
import type { SourceFile } from '../../project/sourceFile.ts';

/**
 * The names and the words in strings of a Python file, or all words of another text. What stands between the offsets
 * is left out.
 */
export function wordsOf(
  source: SourceFile,
  except?: { readonly from: number; readonly to: number },
): ReadonlySet<string> {
  const words = new Set<string>();
  const add = (text: string): void => {
    for (const [word] of text.matchAll(/\w+/gu)) words.add(word);
  };
  const python = source.path.endsWith('.py') ? pythonOf(source) : undefined;
  if (python === undefined || python.unread !== undefined) {
    add(source.text);
    return words;
  }
  python.root.cursor().iterate((cursor) => {
    if (except !== undefined && cursor.from >= except.from && cursor.to <= except.to) return false;
    const isWord = ['VariableName', 'PropertyName', 'String', 'FormatString'].includes(cursor.name);
    if (isWord) add(source.text.slice(cursor.from, cursor.to));
    return !isWord;
  });
  return words;
}
