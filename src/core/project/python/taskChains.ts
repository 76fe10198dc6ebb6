import { childrenOf, type PythonNode, type PythonSource } from './parsePython.ts';
import { lastName } from './pythonValue.ts';

/**
 * The names that may stand in a chain: every name that is used otherwise than as the target of its assignment, as a
 * keyword argument of an operator (`input_operator=a`) or for one of its attributes (`a.operator_in_dir`). `a >> [b]`,
 * `chain(...)` and `set_upstream` are such uses, but so are lists, loops and functions, which may chain as well.
 */
export function chainedNames(source: PythonSource): ReadonlySet<string> {
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
export function chainsUnnamed(source: PythonSource): boolean {
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
