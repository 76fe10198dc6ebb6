import { basename } from 'node:path';
import type { Rule } from '../rule.ts';
import { dagOf } from '../../project/pythonOf.ts';
import { filesInAirflow } from './airflowFiles.ts';

export const idDiffersFromFile: Rule = {
  id: 'dag/id-differs-from-file',
  needs: 'files',
  severity: 'warning',
  title: 'A DAG is called otherwise than its file',
  why: 'Logs name the file, the platform names the DAG. Whoever looks for one does not find the other.',
  remedy: 'Name the file dag_<dag_id>.py, with underscores for dashes, or change the dag_id.',
  *check(project) {
    for (const source of filesInAirflow(project).values()) {
      const file = /^dag_(.+)\.py$/u.exec(basename(source.path))?.[1];
      const [dag, ...others] = dagOf(source).dags;
      // A file of several DAGs cannot have all their names.
      if (file === undefined || dag?.id?.kind !== 'text' || others.length > 0) continue;
      const { text, from, to } = dag.id;
      // Whoever looks for one finds the other when they share a word.
      const words = new Set(plain(file).split('_'));
      if (
        plain(text) === plain(file) ||
        plain(text)
          .split('_')
          .some((word) => words.has(word))
      )
        continue;
      yield {
        message: `The DAG in ${basename(source.path)} is called "${text}".`,
        range: source.rangeOf(from, to),
      };
    }
  },
};

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-.]/gu, '_').replace(/^dag_/u, '');
}
