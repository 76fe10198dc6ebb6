import { findCalls } from '../../project/python/findCalls.ts';
import { childrenOf, type PythonNode } from '../../project/python/parsePython.ts';
import { pythonValue } from '../../project/python/pythonValue.ts';
import type { Mark } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { pythonOf } from '../../project/pythonOf.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import { filesInAirflow } from '../dag/airflowFiles.ts';

/** In MB. More than any node has, so that it was probably meant in bytes or kB. */
const most = 1024 * 1024;

const amounts = ['ram_mem_mb', 'ram_mem_mb_lmt', 'gpu_mem_mb', 'gpu_mem_mb_lmt'] as const;

export const memoryOutOfRange: Rule = {
  id: 'operator/memory-out-of-range',
  needs: 'files',
  severity: 'error',
  title: 'An operator asks for memory that no node can give',
  why: 'The task stays in "scheduled" for ever: the scheduler waits for a node with so much memory, and says so nowhere.',
  remedy:
    'Give a whole number of MB that a node of the platform has, and a limit (…_lmt) that is not below the request.',
  *check(project) {
    for (const source of filesInAirflow(project).values()) {
      for (const given of givenAmounts(source)) yield* problemsOf(source, given);
    }
  },
};

type Given = ReadonlyMap<string, PythonNode>;

/** What each call and each list of parameters says. */
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
      message: `The limit ${kind}_lmt is below ${kind}, so that Kubernetes refuses the pod.`,
      range: source.rangeOf(node.from, node.to),
    };
  }
}

function whyWrong(amount: number): string | undefined {
  if (amount < 0) return 'is below 0';
  if (!Number.isInteger(amount)) return 'must be a whole number of MB';
  return amount > most ? `is ${Math.round(amount / 1024)} GB, more than a node has; it counts in MB` : undefined;
}
