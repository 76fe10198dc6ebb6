import type { Rule } from '../rule.ts';
import { dagsOf } from './dagsOf.ts';

/** As Airflow 2 checks it. */
const longestId = 250;

export const idInvalid: Rule = {
  id: 'dag/id-invalid',
  needs: 'files',
  severity: 'error',
  title: 'A DAG has no dag_id, or one that Airflow does not take',
  why: 'Airflow refuses the whole file, so none of its workflows is listed.',
  remedy: 'Use letters, digits, dashes, dots and underscores, 250 characters at the most.',
  *check(project) {
    for (const { source, dag, id } of dagsOf(project)) {
      const { callee, node, spreads } = dag.call;
      if (dag.id === undefined) {
        if (!spreads) yield { message: 'This DAG has no dag_id.', range: source.rangeOf(callee.from, callee.to) };
        continue;
      }
      const range = source.rangeOf(dag.id.from, dag.id.to);
      const problem = id === undefined ? undefined : whyInvalid(id);
      if (problem !== undefined) yield { message: `"${id ?? ''}" cannot be a dag_id: ${problem}.`, range };
      else if (dag.id.kind !== 'text' && dag.id.kind !== 'formatted' && dag.id.kind !== 'unknown') {
        yield {
          message: `The dag_id must be text, not ${source.text.slice(dag.id.from, Math.min(dag.id.to, node.to))}.`,
          range,
        };
      }
    }
  },
};

function whyInvalid(id: string): string | undefined {
  if (id === '') return 'it is empty';
  if (id.length > longestId) return `it has ${id.length} characters, Airflow takes at most ${longestId}`;
  const strange = /[^\w.-]/u.exec(id)?.[0];
  return strange === undefined ? undefined : `Airflow does not take ${strange === ' ' ? 'a blank' : `"${strange}"`}`;
}
