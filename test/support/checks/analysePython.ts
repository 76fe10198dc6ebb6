import {
  environmentReads,
  environmentWrites,
  environmentSettings,
} from '../../../src/core/project/python/environment.ts';
import { findImports } from '../../../src/core/project/python/findImports.ts';
import { parsePython } from '../../../src/core/project/python/parsePython.ts';
import { readDag } from '../../../src/core/project/python/readDag.ts';

/** Everything that is looked for in a Python file. */
export function analysePython(text: string): void {
  const source = parsePython(text, '/project/dag_one.py');
  readDag(source);
  findImports(source);
  environmentReads(source);
  environmentSettings(source);
  environmentWrites(source);
}
