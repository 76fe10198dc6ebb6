import type { Operators } from '../buildableProject.ts';
import { findImageArguments } from './findImageArguments.ts';
import { parsePython } from './parsePython.ts';

/** Reads one Python file of a DAG image. */
export function readOperatorText(text: string, file: string): Operators {
  const source = parsePython(text, file);
  if (source.unread !== undefined) {
    return { imageReferences: [], problems: [{ message: `${file} ${source.unread}.`, place: { file } }] };
  }
  const place = source.firstError;
  return {
    imageReferences: findImageArguments(source),
    problems: place === undefined ? [] : [{ message: 'This looks like a syntax error in Python.', place }],
  };
}
