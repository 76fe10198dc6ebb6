import { parsePython, type PythonSource } from './python/parsePython.ts';
import { readDag, type DagSource } from './python/readDag.ts';
import type { SourceFile } from './sourceFile.ts';

/** Only for Python files. */
export function pythonOf(source: SourceFile): PythonSource {
  return source.once(parse);
}

/** DAGs and tasks. Only for Python files. */
export function dagOf(source: SourceFile): DagSource {
  return source.once(readDags);
}

function parse({ text, file }: SourceFile): PythonSource {
  return parsePython(text, file);
}

function readDags(source: SourceFile): DagSource {
  return readDag(pythonOf(source));
}
