import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allOrFirstError } from '../errors/allOrFirstError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import type { Operators } from './buildableProject.ts';
import type { OperatorMemory } from './operatorMemory.ts';

/** In bytes; no DAG is that long, and data with the ending .py is none. */
const largestPythonFile = 2 * 1024 * 1024;

/**
 * Reads the Python files of the DAG images: their `image=` arguments name what the platform will run.
 *
 * @param contexts build contexts of the DAG images; processing containers are no DAG code and are not looked at.
 * @param memory of files read before.
 */
export async function readOperators(contexts: readonly string[], memory?: OperatorMemory): Promise<Operators> {
  const files = new Set<string>();
  for (const context of contexts) for (const file of await findPythonFiles(context)) files.add(file);
  const read = await allOrFirstError([...files].sort().map((file) => readOperatorFile(file, memory)));
  await memory?.save();
  return {
    imageReferences: read.flatMap((operators) => operators.imageReferences),
    problems: read.flatMap((operators) => operators.problems),
  };
}

async function findPythonFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw explainFileError(error, folder);
  });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/](?:\.[^\\/]*|node_modules|__pycache__|venv)[\\/]/u.test(file.slice(folder.length)));
}

async function readOperatorFile(file: string, memory: OperatorMemory | undefined): Promise<Operators> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw explainFileError(error, file);
  });
  if (bytes.length > largestPythonFile) return unreadable(file, 'is larger than 2 MB and was not read');
  const text = decode(bytes);
  if (text === undefined) return unreadable(file, 'is not written in UTF-8');
  const known = await memory?.recall(text, file);
  if (known !== undefined) return known;
  // The parser takes longer to load than to read most files.
  const { readOperatorText } = await import('./python/readOperatorText.ts');
  const operators = readOperatorText(text, file);
  memory?.keep(text, operators);
  return operators;
}

function unreadable(file: string, reason: string): Operators {
  return { imageReferences: [], problems: [{ message: `${file} ${reason}.`, place: { file } }] };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
