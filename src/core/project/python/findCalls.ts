import { childrenOf, type PythonNode, type PythonSource, type PythonCall, type PythonKeyword } from './parsePython.ts';
import { lastName } from './pythonValue.ts';

/** No DAG has as many; what has is data. */
const mostCalls = 5000;

/** The calls of a file in the order in which they begin, those in functions and classes included. */
export function findCalls(source: PythonSource): readonly PythonCall[] {
  source.calls ??= readCalls(source);
  return source.calls;
}

function readCalls(source: PythonSource): PythonCall[] {
  const calls: PythonCall[] = [];
  source.root.cursor().iterate((cursor) => {
    if (cursor.name !== 'CallExpression' || calls.length === mostCalls) return calls.length < mostCalls;
    const call = readCall(source, cursor.node);
    if (call !== undefined) calls.push(call);
    return true;
  });
  return calls;
}

function readCall(source: PythonSource, node: PythonNode): PythonCall | undefined {
  const callee = node.firstChild;
  const list = node.getChild('ArgList');
  const name = callee === null ? undefined : lastName(source, callee);
  if (callee === null || list === null || name === undefined) return undefined;
  return { name, callee, node, ...readArguments(source, list) };
}

/** The arguments of a call, or of a class definition. */
function readArguments(
  source: PythonSource,
  list: PythonNode,
): Pick<PythonCall, 'positional' | 'keywords' | 'spreads'> {
  const positional: PythonNode[] = [];
  const keywords = new Map<string, PythonKeyword>();
  let spreads = false;
  const children = childrenOf(list).filter((child) => child.name !== 'Comment');
  for (let index = 0; index < children.length; index += 1) {
    const [argument, assign, value] = children.slice(index, index + 3);
    if (argument === undefined || '(,)'.includes(argument.name)) continue;
    if (argument.name === '*' || argument.name === '**') {
      spreads = true;
      index += 1;
    } else if (assign?.name === 'AssignOp' && value !== undefined && !value.type.isError) {
      keywords.set(source.textOf(argument), { name: argument, value });
      index += 2;
    } else if (!argument.type.isError) positional.push(argument);
  }
  return { positional, keywords, spreads };
}
