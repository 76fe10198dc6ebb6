import { basename } from 'node:path';
import { dagOf } from '../../project/python/readDag.ts';
import type { Rule } from '../rule.ts';
import { dagsOf, filesInAirflow } from './airflowFiles.ts';

export const idDuplicate: Rule = {
  id: 'dag/id-duplicate',
  needs: 'files',
  severity: 'error',
  title: 'Two DAGs have the same dag_id',
  why: 'Airflow keeps only one of them, and which one may change with every refresh.',
  remedy: 'Give each DAG its own id.',
  *check(project) {
    const first = new Map<string, string>();
    for (const { source, dag, id } of dagsOf(project)) {
      if (id === undefined || dag.id === undefined) continue;
      const other = first.get(id);
      first.set(id, other ?? source.path);
      if (other === undefined) continue;
      const where = other === source.path ? 'above in this file' : `in ${basename(other)}`;
      yield { message: `A DAG ${where} is also called "${id}".`, range: source.rangeOf(dag.id.from, dag.id.to) };
    }
  },
};

/** The limit in Airflow 2. */
const longestId = 250;

export const idInvalid: Rule = {
  id: 'dag/id-invalid',
  needs: 'files',
  severity: 'error',
  title: 'A DAG has no dag_id or an invalid one',
  why: 'Airflow rejects the whole file, so none of its workflows is listed.',
  remedy: 'Use at most 250 letters, digits, hyphens, dots and underscores.',
  *check(project) {
    for (const { source, dag, id } of dagsOf(project)) {
      const { callee, node, spreads } = dag.call;
      if (dag.id === undefined) {
        if (!spreads) yield { message: 'This DAG has no dag_id.', range: source.rangeOf(callee.from, callee.to) };
        continue;
      }
      const range = source.rangeOf(dag.id.from, dag.id.to);
      const problem = id === undefined ? undefined : whyInvalid(id);
      if (problem !== undefined) yield { message: `Invalid dag_id "${id ?? ''}": ${problem}.`, range };
      else if (dag.id.kind !== 'text' && dag.id.kind !== 'formatted' && dag.id.kind !== 'unknown') {
        yield {
          message: `The dag_id must be a string, not ${source.text.slice(dag.id.from, Math.min(dag.id.to, node.to))}.`,
          range,
        };
      }
    }
  },
};

function whyInvalid(id: string): string | undefined {
  if (id === '') return 'it is empty';
  if (id.length > longestId) return `it has ${id.length} characters; Airflow accepts at most ${longestId}`;
  const strange = /[^\w.-]/u.exec(id)?.[0];
  return strange === undefined ? undefined : `Airflow does not accept ${strange === ' ' ? 'spaces' : `"${strange}"`}`;
}

export const idDiffersFromFile: Rule = {
  id: 'dag/id-differs-from-file',
  needs: 'files',
  severity: 'hint',
  title: 'The name of a DAG differs from its file name',
  why: 'Logs name the file, the platform names the DAG. If they differ, one does not lead to the other.',
  remedy: 'Name the file dag_<dag_id>.py, with underscores for hyphens, or change the dag_id.',
  *check(project) {
    for (const source of filesInAirflow(project).values()) {
      const file = /^dag_(.+)\.py$/u.exec(basename(source.path))?.[1];
      const [dag, ...others] = dagOf(source).dags;
      // A file with several DAGs cannot be named after all of them.
      if (file === undefined || dag?.id?.kind !== 'text' || others.length > 0) continue;
      const { text, from, to } = dag.id;
      // A shared word is enough to find one from the other.
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
