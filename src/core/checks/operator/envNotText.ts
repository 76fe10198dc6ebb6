import { environmentSettings } from '../../project/python/environmentSettings.ts';
import type { PythonValue } from '../../project/python/pythonValue.ts';
import type { Mark } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { pythonOf } from '../../project/pythonOf.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import { filesInAirflow } from '../dag/airflowFiles.ts';

export const envNotText: Rule = {
  id: 'operator/env-not-text',
  needs: 'files',
  severity: 'error',
  title: 'An environment variable of an operator is no text',
  why: 'Kubernetes takes text only. A number or None stops the pod, or the development server that is started in its place.',
  remedy: 'Put the value into quotes, or hand on str(value); leave the variable out instead of giving it None.',
  *check(project) {
    for (const source of filesInAirflow(project).values()) {
      for (const { key, value } of environmentSettings(pythonOf(source)).entries) {
        const name = key.kind === 'text' ? key.text : source.text.slice(key.from, key.to);
        const keyProblem = whatItIs(key);
        if (keyProblem !== undefined) {
          yield { message: `The name ${name} is ${keyProblem}, not text.`, range: source.rangeOf(key.from, key.to) };
        }
        const problem = whatItIs(value);
        if (problem !== undefined) yield mark(source, { name, value, problem });
      }
    }
  },
};

function mark(
  source: SourceFile,
  { name, value, problem }: { readonly name: string; readonly value: PythonValue; readonly problem: string },
): Mark {
  const range = source.rangeOf(value.from, value.to);
  const written = source.text.slice(value.from, value.to);
  const simple = value.kind === 'number' || value.kind === 'boolean';
  return {
    message: `The value of ${name} is ${problem}, not text.`,
    range,
    // Only a development server stops at None.
    severity: value.kind === 'none' ? 'warning' : undefined,
    fix: simple ? { title: `Change it to "${written}"`, edits: [{ range, text: `"${written}"` }] } : undefined,
  };
}

function whatItIs({ kind }: PythonValue): string | undefined {
  switch (kind) {
    case 'number':
      return 'a number';
    case 'boolean':
      return 'a boolean';
    case 'none':
      return 'None';
    case 'list':
      return 'a list';
    case 'dict':
      return 'a dict';
    case 'text':
    case 'formatted':
    case 'unknown':
      return undefined;
  }
}
