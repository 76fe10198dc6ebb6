import { basename, dirname, join } from 'node:path';
import { childrenOf, type PythonNode, type PythonSource } from '../../project/python/parsePython.ts';
import { nameOf } from '../../project/python/scope.ts';
import type { Rule } from '../rule.ts';
import { dagOf, pythonOf } from '../../project/pythonOf.ts';

export const fileName: Rule = {
  id: 'operator/file-name',
  needs: 'files',
  severity: 'error',
  title: 'The file of an operator has no "Operator" in its name',
  why: 'Airflow of Kaapana leaves files with "Operator" in their names alone when it looks for DAGs, and takes any other for one.',
  remedy: 'Name the file after the class, e.g. LiverOperator.py, and change the imports.',
  *check({ dagFiles }) {
    for (const source of dagFiles.values()) {
      const file = basename(source.path);
      if (file.includes('Operator') || dagOf(source).dags.length > 0) continue;
      for (const { name, node } of operatorClasses(pythonOf(source))) {
        yield {
          message: `${file} defines the operator ${name}, and has no "Operator" in its name. Rename it to ${join(dirname(source.path), `${name}.py`)}.`,
          range: source.rangeOf(node.from, node.to),
        };
      }
    }
  },
};

/** Classes of the module that derive from an operator. */
function* operatorClasses(python: PythonSource): Iterable<{ readonly name: string; readonly node: PythonNode }> {
  for (const definition of python.root.getChildren('ClassDefinition')) {
    const bases = definition.getChild('ArgList');
    const name = nameOf(python, definition);
    const node = definition.getChild('VariableName');
    if (bases === null || name === undefined || node === null) continue;
    if (childrenOf(bases).some((base) => python.textOf(base).endsWith('Operator'))) yield { name, node };
  }
}
