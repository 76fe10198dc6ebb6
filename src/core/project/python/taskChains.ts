import { findCalls } from './findCalls.ts';
import type { PythonNode, PythonSource } from './parsePython.ts';

const joiners = new Set(['set_upstream', 'set_downstream', 'chain', 'cross_downstream', 'chain_linear']);

/**
 * The names of tasks that stand in a chain: in `a >> [b, c]` and `<<`, as owner or argument of `set_upstream` and
 * `set_downstream`, and in `chain(...)`; and every name that is used in another way than as a keyword argument, since
 * a loop or a function may chain it.
 */
export function chainedNames(source: PythonSource): ReadonlySet<string> {
  const names = new Set<string>();
  const addAll = (node: PythonNode): void => {
    node.cursor().iterate((inner) => {
      if (inner.name === 'VariableName') names.add(source.text.slice(inner.from, inner.to));
    });
  };
  for (const call of findCalls(source)) {
    if (!joiners.has(call.name)) continue;
    addAll(call.callee);
    for (const argument of [...call.positional, ...[...call.keywords.values()].map(({ value }) => value)])
      addAll(argument);
  }
  source.root.cursor().iterate((cursor) => {
    switch (cursor.name) {
      case 'BitOp': {
        if (!['>>', '<<'].includes(source.text.slice(cursor.from, cursor.to))) return false;
        // The rest of a longer chain has operators of its own.
        for (const side of [cursor.node.prevSibling, cursor.node.nextSibling]) {
          if (side !== null && side.name !== 'BinaryExpression') addAll(side);
        }
        return false;
      }
      case 'ArrayExpression':
      case 'TupleExpression':
      case 'ForStatement':
      case 'UpdateStatement':
      case 'ReturnStatement':
        // Lists of tasks are chained by loops and functions; those of an operator's arguments do not count.
        if (!isKeywordArgument(cursor.node)) addAll(cursor.node);
        return true;
      default:
        return true;
    }
  });
  return names;
}

function isKeywordArgument(node: PythonNode): boolean {
  return node.prevSibling?.name === 'AssignOp' && node.parent?.name === 'ArgList';
}
