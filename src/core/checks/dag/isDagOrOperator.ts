import { basename } from 'node:path/posix';
import { operatorClasses } from '../../project/python/operatorClasses.ts';
import { pythonOf } from '../../project/pythonOf.ts';
import type { SourceFile } from '../../project/sourceFile.ts';

export function isDagFile({ path }: Pick<SourceFile, 'path'>): boolean {
  return /^dag_.*\.py$/u.test(basename(path));
}

/** What Airflow is meant to have: files called as DAGs are, and files with the class of an operator. */
export function isDagOrOperator(source: SourceFile): boolean {
  return isDagFile(source) || operatorClasses(pythonOf(source)).length > 0;
}
