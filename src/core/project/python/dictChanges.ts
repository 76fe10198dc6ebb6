import { type DictChange, childrenOf, type PythonNode, type PythonSource } from './parsePython.ts';
import { resolveName } from './scope.ts';

/** Functions that only look at what they are given. */
const harmless =
  /^(?:print|len|dict|list|str|repr|sorted|isinstance|type|copy|deepcopy|dumps|info|debug|update|DAG|\w*Operator)$/u;

/** Every change in a file, in the order of the text; one without `set`, `merged` and `named` may be any. */
export function dictChanges(source: PythonSource): readonly DictChange[] {
  source.changes ??= readChanges(source);
  return source.changes;
}

function readChanges(source: PythonSource): DictChange[] {
  const changes: DictChange[] = [];
  source.root.cursor().iterate((cursor) => {
    if (cursor.name === 'AssignStatement') changes.push(...assignedChanges(source, cursor.node));
    else if (cursor.name === 'UpdateStatement' && cursor.node.firstChild !== null) {
      const target = pathOf(source, cursor.node.firstChild);
      if (target !== undefined) changes.push(target);
    } else if (cursor.name === 'CallExpression') changes.push(...calledChanges(source, cursor.node));
  });
  return changes;
}

function assignedChanges(source: PythonSource, statement: PythonNode): DictChange[] {
  const [target, assign, value] = childrenOf(statement);
  const [owner, bracket, key] = target?.name === 'MemberExpression' ? childrenOf(target) : [];
  if (assign?.name !== 'AssignOp' || value === undefined) return [];
  if (owner === undefined || bracket?.name !== '[' || key === undefined) return [];
  const path = pathOf(source, owner);
  return path === undefined ? [] : [{ ...path, set: { key, value } }];
}

function calledChanges(source: PythonSource, call: PythonNode): DictChange[] {
  const callee = call.firstChild;
  const list = call.getChild('ArgList');
  if (callee === null || list === null) return [];
  const given = childrenOf(list).filter(({ name }) => !'(,)'.includes(name) && name !== 'Comment');
  const [owner, , property] = callee.name === 'MemberExpression' ? childrenOf(callee) : [];
  const name = source.textOf(property ?? callee);
  const path = owner === undefined ? undefined : pathOf(source, owner);
  if (path !== undefined && name === 'setdefault') {
    const [key, value] = given;
    return key === undefined || value === undefined ? [] : [{ ...path, set: { key, value } }];
  }
  if (path !== undefined && name === 'update') return [updated(path, given)];
  if (harmless.test(name)) return [];
  return given.flatMap((argument) => {
    const handedOn = argument.nextSibling?.name === 'AssignOp' ? undefined : pathOf(source, argument);
    return handedOn === undefined ? [] : [handedOn];
  });
}

function updated(path: DictChange, given: readonly PythonNode[]): DictChange {
  const named = given.flatMap((name, index) => {
    const value = given[index + 2];
    return given[index + 1]?.name === 'AssignOp' && value !== undefined ? [{ name, value }] : [];
  });
  const [merged] = given;
  if (given.length === 1 && merged !== undefined) return { ...path, merged };
  return given.length === named.length * 3 ? { ...path, named } : path;
}

/** Names that stand for others, and keys: no more than this in each other. */
const deepest = 20;

/** `a["b"]["c"]` as its root and keys; a name that is bound to such an expression stands for it. */
function pathOf(source: PythonSource, node: PythonNode): DictChange | undefined {
  const keys: PythonNode[] = [];
  let current = node;
  for (let depth = 0; depth < deepest; depth += 1) {
    if (current.name === 'VariableName') {
      const binding = resolveName(source, current);
      const stands = binding?.kind === 'value' ? binding.node : undefined;
      if (stands?.name !== 'MemberExpression' && stands?.name !== 'VariableName') return { root: current, keys };
      current = stands;
      continue;
    }
    const [owner, bracket, key] = current.name === 'MemberExpression' ? childrenOf(current) : [];
    if (owner === undefined || bracket?.name !== '[' || key === undefined) return undefined;
    keys.unshift(key);
    current = owner;
  }
  return undefined;
}
