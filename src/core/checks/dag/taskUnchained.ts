import type { Rule } from '../rule.ts';
import type { DagTask } from '../../project/python/readDag.ts';
import { dagOf } from '../../project/pythonOf.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import { filesInAirflow } from './airflowFiles.ts';

export const taskUnchained: Rule = {
  id: 'dag/task-unchained',
  needs: 'files',
  severity: 'warning',
  title: 'A task is in no chain',
  why: 'Airflow starts it at once, beside the first task: before its input is there. An argument such as input_operator sets no order.',
  remedy: 'Put it into a chain (first >> second), or remove it.',
  *check(project) {
    for (const source of filesInAirflow(project).values()) {
      const { tasks, dags } = dagOf(source);
      if (dags.length === 0) continue;
      const groupOf = (task: DagTask): string => (dags.length === 1 ? '' : dagOfTask(source, task));
      const ordered = new Set(tasks.filter(({ chained }) => chained).map(groupOf));
      for (const task of tasks) {
        const { name, operator, call } = task;
        // A DAG that puts none of its tasks in order means them to be independent.
        if (task.chained || !ordered.has(groupOf(task))) continue;
        const { from, to } = call.node.parent?.firstChild ?? call.callee;
        yield {
          message: `${name === undefined ? `This ${operator}` : `The task "${name}"`} is in no chain.`,
          range: source.rangeOf(from, name === undefined ? call.callee.to : to),
        };
      }
    }
  },
};

/** What tells the DAGs of a file apart: the argument `dag`, else the `with` statement around the task. */
function dagOfTask(source: SourceFile, { call }: DagTask): string {
  const given = call.keywords.get('dag')?.value;
  if (given !== undefined) return source.text.slice(given.from, given.to);
  let around = call.node.parent;
  while (around !== null && !(around.name === 'WithStatement' && /\bDAG\s*\(/u.test(headOf(source, around)))) {
    around = around.parent;
  }
  return around === null ? '' : `${around.from}`;
}

function headOf(source: SourceFile, statement: DagTask['call']['node']): string {
  return source.text.slice(statement.from, statement.getChild('Body')?.from ?? statement.to);
}
