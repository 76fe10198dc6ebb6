import { childrenOf, type PythonNode, type PythonSource } from './parsePython.ts';
import { nameOf } from './scope.ts';

/** A class of a module that derives from an operator: that makes the file one of an operator, not the file's name. */
export interface OperatorClass {
  readonly name: string;
  /** Where the name stands. */
  readonly node: PythonNode;
  /** What it derives from, as it is written. */
  readonly bases: readonly string[];
}

export function operatorClasses(python: PythonSource): OperatorClass[] {
  return python.root.getChildren('ClassDefinition').flatMap((definition) => {
    const list = definition.getChild('ArgList');
    const name = nameOf(python, definition);
    const node = definition.getChild('VariableName');
    if (list === null || name === undefined || node === null) return [];
    const bases = childrenOf(list).map((base) => python.textOf(base));
    return bases.some((base) => base.endsWith('Operator')) ? [{ name, node, bases }] : [];
  });
}
