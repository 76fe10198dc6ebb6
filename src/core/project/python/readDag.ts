import type { SourceFile } from '../sourceFile.ts';
import { findCalls } from './findCalls.ts';
import { childrenOf, type PythonNode, type PythonSource, type PythonCall, parsePython } from './parsePython.ts';
import { lastName, pythonValue, valueAt, type PythonDict, type PythonValue } from './pythonValue.ts';
import { scopeOf } from './scope.ts';

/**
 * The names that may stand in a chain: every name that is used otherwise than as the target of its assignment, as a
 * keyword argument of an operator (`input_operator=a`) or for one of its attributes (`a.operator_in_dir`). `a >> [b]`,
 * `chain(...)` and `set_upstream` are such uses, but so are lists, loops and functions, which may chain as well.
 */
function chainedNames(source: PythonSource): ReadonlySet<string> {
  const names = new Set<string>();
  source.root.cursor().iterate((cursor) => {
    if (cursor.name === 'ImportStatement') return false;
    if (cursor.name === 'VariableName' && mayChain(source, cursor.node)) {
      names.add(source.text.slice(cursor.from, cursor.to));
    }
    return true;
  });
  return names;
}

/** Whether tasks are chained in a way that names none of them: `for task in dag.tasks`. */
function chainsUnnamed(source: PythonSource): boolean {
  let found = false;
  source.root.cursor().iterate((cursor) => {
    if (cursor.name !== 'PropertyName' && cursor.name !== 'VariableName') return;
    found ||= /^(?:tasks|task_dict|task_ids|roots|leaves|get_task|globals|locals|vars|eval|exec)$/u.test(
      source.text.slice(cursor.from, cursor.to),
    );
  });
  return found;
}

function mayChain(source: PythonSource, node: PythonNode): boolean {
  const parent = node.parent;
  const next = node.nextSibling;
  if (parent?.name === 'AssignStatement' && next?.name === 'AssignOp') return false;
  // `a.method()` may chain, `a.attribute` does not.
  if (parent?.name === 'MemberExpression' && next?.name === '.') {
    return parent.parent?.name === 'CallExpression' || source.textOf(parent).endsWith('.output');
  }
  return !isArgumentOfOperator(source, node);
}

/** Whether it is, or lies in, a keyword argument of a call whose name begins as a class's does. */
function isArgumentOfOperator(source: PythonSource, node: PythonNode): boolean {
  let current: PythonNode | null = node;
  while (current !== null && current.parent?.name !== 'ArgList') {
    // Statements are in no argument; lists and dicts of tasks may be.
    if (/Statement$|^Script$|^Body$/u.test(current.name)) return false;
    current = current.parent;
  }
  const list = current?.parent ?? null;
  if (current === null || list === null) return false;
  const isKeyword = childrenOf(list).some(
    (child) => child.from === current.from && child.prevSibling?.name === 'AssignOp',
  );
  const isKey = current.nextSibling?.name === 'AssignOp';
  if (!isKeyword && !isKey) return false;
  const callee = list.parent?.name === 'CallExpression' ? list.parent.firstChild : null;
  const name = callee === null ? undefined : lastName(source, callee);
  return isKey || (name !== undefined && /^[A-Z]/u.test(name));
}

/** A Python file that makes DAGs, as far as it can be known without running it. */
interface DagSource {
  readonly dags: readonly DagDefinition[];
  /** Operators that the module itself makes, in order. */
  readonly tasks: readonly DagTask[];
}

export interface DagDefinition {
  readonly call: PythonCall;
  readonly id: PythonValue | undefined;
  /** `ui_forms` of its default_args: the forms shown when the workflow is started. */
  readonly forms: PythonDict | undefined;
  /** Whether it may have forms that cannot be known from the file. */
  readonly otherForms: boolean;
}

export interface DagTask {
  /** Its variable; undefined when it is not kept. */
  readonly name: string | undefined;
  /** The operator's class. */
  readonly operator: string;
  readonly call: PythonCall;
  /** Whether something puts it before or after another task. */
  readonly chained: boolean;
}

export function readDag(source: PythonSource): DagSource {
  const calls = findCalls(source);
  const dags = calls.filter(({ name }) => name === 'DAG').map((call) => readDefinition(source, call));
  const chained = chainedNames(source);
  const allMayBeChained = chainsUnnamed(source);
  const tasks = calls.flatMap((call): DagTask[] => {
    if (!/(?:Operator|Sensor)$/u.test(call.name) || scopeOf(call.node)?.name !== 'Script') return [];
    const name = variableOf(source, call.node);
    const stands = name === undefined ? call.node.parent?.name !== 'ExpressionStatement' : chained.has(name);
    return [{ name, operator: call.name, call, chained: stands || allMayBeChained }];
  });
  return { dags, tasks };
}

function readDefinition(source: PythonSource, call: PythonCall): DagDefinition {
  const idNode = call.keywords.get('dag_id')?.value ?? call.positional[0];
  const args = call.keywords.get('default_args')?.value;
  const values = args === undefined ? undefined : pythonValue(source, args);
  const forms = values?.kind === 'dict' ? valueAt(values, 'ui_forms') : undefined;
  const allKnown = values === undefined ? !call.spreads : values.kind === 'dict' && values.complete;
  return {
    call,
    id: idNode === undefined ? undefined : pythonValue(source, idNode),
    forms: forms?.kind === 'dict' ? forms : undefined,
    otherForms: forms === undefined ? !allKnown : forms.kind !== 'dict' || !forms.complete,
  };
}

/** The one name that a statement binds to the call. */
function variableOf(source: PythonSource, node: PythonNode): string | undefined {
  const statement = node.parent;
  const target = statement?.firstChild;
  const plain = statement?.name === 'AssignStatement' && target?.name === 'VariableName';
  return plain && statement.lastChild?.from === node.from ? source.textOf(target) : undefined;
}

/** Only for Python files. */
export function pythonOf(source: SourceFile): PythonSource {
  return source.once(parse);
}

/** DAGs and tasks. Only for Python files. */
export function dagOf(source: SourceFile): DagSource {
  return source.once(readDags);
}

function parse({ text, file }: SourceFile): PythonSource {
  return parsePython(text, file);
}

function readDags(source: SourceFile): DagSource {
  return readDag(pythonOf(source));
}
