import { basename, dirname, join } from 'node:path';
import { operatorClasses } from '../../project/python/operatorClasses.ts';
import type { Rule } from '../rule.ts';
import { dagOf, pythonOf } from '../../project/pythonOf.ts';
import { filesInAirflow } from '../dag/airflowFiles.ts';

export const fileName: Rule = {
  id: 'operator/file-name',
  needs: 'files',
  severity: 'warning',
  title: 'The file of an operator has no "Operator" in its name',
  why: 'Airflow of Kaapana leaves files with "Operator" in their names alone when it looks for DAGs, and takes any other for one.',
  remedy: 'Name the file after the class, e.g. LiverOperator.py, and change the imports.',
  *check(project) {
    for (const source of filesInAirflow(project).values()) {
      const file = basename(source.path);
      if (file.includes('Operator') || file === '__init__.py' || dagOf(source).dags.length > 0) continue;
      const [operator, ...others] = operatorClasses(pythonOf(source));
      // A file of several operators cannot have all their names; one that is named after its class is right.
      if (operator === undefined || others.length > 0 || file === `${operator.name}.py`) continue;
      const { name, node } = operator;
      if (!name.includes('Operator')) continue;
      yield {
        message: `${file} defines the operator ${name}, and has no "Operator" in its name. Rename it to ${join(dirname(source.path), `${name}.py`)}.`,
        range: source.rangeOf(node.from, node.to),
      };
    }
  },
};
