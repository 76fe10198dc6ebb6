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
  for (const { name, callee, positional, keywords } of findCalls(source)) {
    const owner = callee.name === 'MemberExpression' ? callee.firstChild : null;
    const asksEnvironment = owner !== null && lastName(source, owner) === 'environ';
    const [key] = positional;
    if (key === undefined) continue;
    if (name === 'getenv' || (name === 'get' && asksEnvironment)) {
      add(key, positional.length > 1 || keywords.has('default'));
    } else if (asksEnvironment && (name === 'setdefault' || name === 'pop')) add(key, true);
  }
  source.root.cursor().iterate((cursor) => {
    if (cursor.name === 'MemberExpression') {
      const [owner, bracket, key] = childrenOf(cursor.node);
      const reading =
        cursor.node.parent?.name !== 'AssignStatement' || cursor.node.parent.firstChild?.from !== cursor.from;
      if (bracket?.name === '[' && key !== undefined && owner !== undefined && lastName(source, owner) === 'environ') {
        if (reading) add(key, false);
      }
    } else if (cursor.name === 'BinaryExpression') {
      const [key, operator, owner] = childrenOf(cursor.node);
      if (
        operator?.name === 'in' &&
        key !== undefined &&
        owner !== undefined &&
        lastName(source, owner) === 'environ'
      ) {
        add(key, true);
      }
    }
  });
  return reads.sort((a, b) => a.from - b.from);
}
