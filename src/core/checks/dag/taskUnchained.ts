import type { Rule } from '../rule.ts';
import { dagOf } from '../../project/pythonOf.ts';

export const taskUnchained: Rule = {
  id: 'dag/task-unchained',
  needs: 'files',
  severity: 'warning',
  title: 'A task is in no chain',
  why: 'Airflow starts it at once, beside the first task: before its input is there. An argument such as input_operator sets no order.',
  remedy: 'Put it into a chain (first >> second), or remove it.',
  *check({ dagFiles }) {
    for (const source of dagFiles.values()) {
      const { tasks, dags } = dagOf(source);
      if (dags.length === 0 || tasks.length < 2) continue;
      for (const { name, operator, call, chained } of tasks) {
        if (chained) continue;
        const { from, to } = call.node.parent?.firstChild ?? call.callee;
        yield {
          message: `${name === undefined ? `This ${operator}` : `The task "${name}"`} is in no chain.`,
          range: source.rangeOf(from, name === undefined ? call.callee.to : to),
        };
      }
    }
  },
};
