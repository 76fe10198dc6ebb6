import type { Rule } from '../rule.ts';
import { pythonOf } from '../../project/pythonOf.ts';

export const syntaxError: Rule = {
  id: 'dag/syntax-error',
  needs: 'files',
  severity: 'error',
  title: 'A DAG or operator file is no Python',
  why: 'Airflow cannot load the file. Its workflows are not listed, or fail without a log.',
  remedy: 'Correct the line. Python names the place more exactly: python3 -m py_compile <file>.',
  *check({ dagFiles }) {
    for (const source of dagFiles.values()) {
      const { unread, firstError } = pythonOf(source);
      if (unread !== undefined) {
        yield { message: `This file ${unread}.`, range: source.rangeFrom(), severity: 'warning' };
      } else if (firstError !== undefined) {
        yield { message: 'This looks like a syntax error in Python.', range: source.rangeFrom(firstError) };
      }
    }
  },
};
