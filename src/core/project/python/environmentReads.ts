import { isEnvironment } from './environmentWrites.ts';
import { findCalls } from './findCalls.ts';
import { childrenOf, type PythonNode, type PythonSource } from './parsePython.ts';
import { lastName, pythonValue } from './pythonValue.ts';

/** A place where Python code asks for an environment variable by a name that can be known. */
export interface EnvironmentRead {
  readonly name: string;
  /** Whether the code goes on without it: it has a default, or asks whether it is there. */
  readonly optional: boolean;
  readonly from: number;
  readonly to: number;
}

/** `os.environ["X"]`, `os.environ.get("X")`, `os.getenv("X", "")` and `"X" in os.environ`. */
export function environmentReads(source: PythonSource): EnvironmentRead[] {
  const reads: EnvironmentRead[] = [];
  const add = (node: PythonNode, optional: boolean): void => {
    const value = pythonValue(source, node);
    if (value.kind === 'text') reads.push({ name: value.text, optional, from: node.from, to: node.to });
  };
  for (const { name, callee, node, positional, keywords } of findCalls(source)) {
    const owner = callee.name === 'MemberExpression' ? callee.firstChild : null;
    const asksEnvironment = owner !== null && isEnvironment(source, owner);
    const [key] = positional;
    if (key === undefined) continue;
    if (name === 'getenv' || (name === 'get' && asksEnvironment)) {
      add(key, positional.length > 1 || keywords.has('default') || !stopsOnNone(source, node));
    } else if (asksEnvironment && (name === 'setdefault' || name === 'pop')) add(key, true);
  }
  source.root.cursor().iterate((cursor) => {
    if (cursor.name === 'MemberExpression') {
      const [owner, bracket, key] = childrenOf(cursor.node);
      const reading =
        cursor.node.parent?.name !== 'AssignStatement' || cursor.node.parent.firstChild?.from !== cursor.from;
      if (bracket?.name === '[' && key !== undefined && owner !== undefined && isEnvironment(source, owner)) {
        if (reading) add(key, isCaught(cursor.node));
      }
    } else if (cursor.name === 'BinaryExpression') {
      const [key, operator, owner] = childrenOf(cursor.node);
      if (
        (operator?.name === 'in' || operator?.name === 'not') &&
        key !== undefined &&
        owner !== undefined &&
        isEnvironment(source, childrenOf(cursor.node).at(-1) ?? owner)
      ) {
        add(key, true);
      }
    }
  });
  return reads.sort((a, b) => a.from - b.from);
}

/** Functions that raise an error when they are given None. */
const strict = /^(?:int|float|len|open|Path|join|loads|literal_eval|listdir|makedirs|exists|sorted|list|set)$/u;

/** Whether None, which `get` gives for a variable that is not there, certainly raises an error where it is used. */
function stopsOnNone(source: PythonSource, call: PythonNode): boolean {
  const { parent } = call;
  if (parent?.name === 'MemberExpression') return parent.firstChild?.from === call.from;
  const callee = parent?.name === 'ArgList' ? parent.parent?.firstChild : undefined;
  return callee != null && strict.test(lastName(source, callee) ?? '');
}

/** Whether an error is caught around it. */
function isCaught(node: PythonNode): boolean {
  for (let current = node.parent; current !== null; current = current.parent) {
    if (current.name === 'FunctionDefinition' || current.name === 'ClassDefinition') return false;
    if (current.name === 'TryStatement') return current.getChild('except') !== null;
  }
  return false;
}
