import { basename, dirname, join } from 'node:path';
import { environmentSettings } from '../../project/python/environment.ts';
import { findCalls } from '../../project/python/findCalls.ts';
import { operatorClasses } from '../../project/python/findImageArguments.ts';
import { childrenOf, type PythonNode } from '../../project/python/parsePython.ts';
import { type PythonValue, pythonValue } from '../../project/python/pythonValue.ts';
import { dagOf, pythonOf } from '../../project/python/readDag.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import { filesInAirflow } from '../dag/airflowFiles.ts';
import type { Mark } from '../finding.ts';
import type { Rule } from '../rule.ts';

export const fileName: Rule = {
  id: 'operator/file-name',
  needs: 'files',
  severity: 'warning',
  title: 'The file name of an operator does not contain "Operator"',
  why: 'Kaapana\'s Airflow skips files with "Operator" in their names when it looks for DAGs, and treats any other file as one.',
  remedy: 'Name the file after the class, for example LiverOperator.py, and change the imports.',
  *check(project) {
    for (const source of filesInAirflow(project).values()) {
      const file = basename(source.path);
      if (file.includes('Operator') || file === '__init__.py' || dagOf(source).dags.length > 0) continue;
      const [operator, ...others] = operatorClasses(pythonOf(source));
      // A file with several operators cannot be named after all of them; one named after its class is fine.
      if (operator === undefined || others.length > 0 || file === `${operator.name}.py`) continue;
      const { name, node } = operator;
      if (!name.includes('Operator')) continue;
      yield {
        message: `${file} defines the operator ${name}, but its name does not contain "Operator". Rename it to ${join(dirname(source.path), `${name}.py`)}.`,
        range: source.rangeOf(node.from, node.to),
      };
    }
  },
};

export const envNotText: Rule = {
  id: 'operator/env-not-text',
  needs: 'files',
  severity: 'error',
  title: 'An environment variable of an operator is not a string',
  why: 'Kubernetes accepts only strings. A number or None stops the pod, or the development server that is started in its place.',
  remedy: 'Quote the value, or pass str(value). Omit the variable instead of setting it to None.',
  *check(project) {
    for (const source of filesInAirflow(project).values()) {
      for (const { key, value } of environmentSettings(pythonOf(source)).entries) {
        const name = key.kind === 'text' ? key.text : source.text.slice(key.from, key.to);
        const keyProblem = whatItIs(key);
        if (keyProblem !== undefined) {
          yield {
            message: `The name ${name} is ${keyProblem}, not a string.`,
            range: source.rangeOf(key.from, key.to),
          };
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
    message: `The value of ${name} is ${problem}, not a string.`,
    range,
    // Only a development server fails on None.
    severity: value.kind === 'none' ? 'warning' : undefined,
    fix: simple ? { title: `Change to "${written}"`, edits: [{ range, text: `"${written}"` }] } : undefined,
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

/** In MB. No node has more, so the value was probably meant in bytes or kB. */
const most = 1024 * 1024;

const amounts = ['ram_mem_mb', 'ram_mem_mb_lmt', 'gpu_mem_mb', 'gpu_mem_mb_lmt'] as const;

export const memoryOutOfRange: Rule = {
  id: 'operator/memory-out-of-range',
  needs: 'files',
  severity: 'error',
  title: 'An operator requests memory that no node can provide',
  why: 'The task stays in "scheduled" forever: the scheduler waits for a node with that much memory and does not say so.',
  remedy:
    'Request a whole number of MB that a node of the platform has, and a limit (…_lmt) that is not below the request.',
  *check(project) {
    for (const source of filesInAirflow(project).values()) {
      for (const given of givenAmounts(source)) yield* problemsOf(source, given);
    }
  },
};

type Given = ReadonlyMap<string, PythonNode>;

/** The amounts in each call and each parameter list. */
function* givenAmounts(source: SourceFile): Iterable<Given> {
  const python = pythonOf(source);
  for (const { keywords } of findCalls(python)) {
    const given = amounts.flatMap((name) => {
      const value = keywords.get(name)?.value;
      return value === undefined ? [] : [[name, value] as const];
    });
    if (given.length > 0) yield new Map(given);
  }
  const cursor = python.root.cursor();
  do {
    if (cursor.name === 'ParamList') yield defaultsOf((node) => python.textOf(node), cursor.node);
  } while (cursor.next());
}

function defaultsOf(textOf: (node: PythonNode) => string, list: PythonNode): Given {
  const children = childrenOf(list);
  return new Map(
    children.flatMap((child, index) => {
      const next = index + (children[index + 1]?.name === 'TypeDef' ? 2 : 1);
      const value = children[next]?.name === 'AssignOp' ? children[next + 1] : undefined;
      return child.name === 'VariableName' && value !== undefined ? [[textOf(child), value] as const] : [];
    }),
  );
}

function* problemsOf(source: SourceFile, given: Given): Iterable<Mark> {
  const numbers = new Map<string, number>();
  for (const name of amounts) {
    const node = given.get(name);
    if (node === undefined) continue;
    const value = pythonValue(pythonOf(source), node);
    if (value.kind === 'number') numbers.set(name, value.number);
    const problem =
      value.kind === 'number' ? whyWrong(value.number) : value.kind === 'text' ? 'must be a number' : undefined;
    if (problem !== undefined) yield { message: `${name} ${problem}.`, range: source.rangeOf(node.from, node.to) };
  }
  for (const kind of ['ram_mem_mb', 'gpu_mem_mb'] as const) {
    const [request, limit] = [numbers.get(kind), numbers.get(`${kind}_lmt`)];
    const node = given.get(`${kind}_lmt`);
    if (request === undefined || limit === undefined || node === undefined || limit >= request) continue;
    yield {
      message: `The limit ${kind}_lmt is below ${kind}, so Kubernetes rejects the pod.`,
      range: source.rangeOf(node.from, node.to),
    };
  }
}

function whyWrong(amount: number): string | undefined {
  if (amount < 0) return 'is below 0';
  if (!Number.isInteger(amount)) return 'must be a whole number of MB';
  return amount > most ? `is ${Math.round(amount / 1024)} GB, more than any node has; the unit is MB` : undefined;
}
