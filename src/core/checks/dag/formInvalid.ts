import type { Rule } from '../rule.ts';
import { dagsOf } from './dagsOf.ts';
import { formProblems } from './formProblems.ts';

export const formInvalid: Rule = {
  id: 'dag/form-invalid',
  needs: 'files',
  severity: 'error',
  title: 'A form of ui_forms is not valid',
  why: 'The platform makes the form out of it when the workflow is started. What it cannot read is shown as an empty or missing field, or stops the whole form.',
  remedy:
    'Write it as a JSON schema of type object: each property with a type, an array with its items, a default that is allowed.',
  *check(project) {
    for (const { source, dag } of dagsOf(project)) {
      for (const { key, value } of dag.forms?.entries ?? []) {
        const name = key.kind === 'text' ? key.text : 'the form';
        for (const { message, at, severity } of formProblems(name, value)) {
          yield { message, range: source.rangeOf(at.from, at.to), severity };
        }
      }
    }
  },
};
