import { basename } from 'node:path';
import type { Rule } from '../rule.ts';
import { dagsOf } from './dagsOf.ts';

export const idDuplicate: Rule = {
  id: 'dag/id-duplicate',
  needs: 'files',
  severity: 'error',
  title: 'Two DAGs have the same dag_id',
  why: 'Airflow keeps one of them, and which one may change with every refresh.',
  remedy: 'Give each DAG an id of its own.',
  *check(project) {
    const first = new Map<string, string>();
    for (const { source, dag, id } of dagsOf(project)) {
      if (id === undefined || dag.id === undefined) continue;
      const other = first.get(id);
      first.set(id, other ?? source.path);
      if (other === undefined) continue;
      const where = other === source.path ? 'above in this file' : `in ${basename(other)}`;
      yield { message: `A DAG ${where} is called "${id}" too.`, range: source.rangeOf(dag.id.from, dag.id.to) };
    }
  },
};
