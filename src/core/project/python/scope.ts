import { childrenOf, type PythonNode, type PythonSource } from './parsePython.ts';

const scopeNodes = new Set(['Script', 'FunctionDefinition', 'ClassDefinition', 'LambdaExpression']);

/** The function, class or module around a node. */
export function scopeOf(node: PythonNode): PythonNode | undefined {
  let current = node.parent;
  while (current && !scopeNodes.has(current.name)) current = current.parent;
  return current ?? undefined;
}

/** What a name is bound to in one scope; `unknown` when it is bound more than once or otherwise than by `=`. */
export type Binding =
  | { readonly kind: 'value'; readonly node: PythonNode }
  | { readonly kind: 'parameter'; readonly defaultValue: PythonNode | undefined }
  | { readonly kind: 'import'; readonly name: string }
  | { readonly kind: 'unknown' };

/** Finds what binds a name directly in a scope, without entering functions and classes inside it. */
export function findBinding(source: PythonSource, scope: PythonNode, name: string): Binding | undefined {
  const bindings: Binding[] = [];
  for (const child of childrenOf(scope)) {
    if (child.name === 'ParamList') bindings.push(...parameterBindings(source, child, name));
    else if (child.name !== 'ArgList') collect(source, child, name, bindings);
  }
  return bindings.length > 1 ? { kind: 'unknown' } : bindings[0];
}

/** Statements that hold other statements of the same scope; names bound inside expressions (`:=`) are not looked for. */
const blocks = new Set([
  'Body',
  'DecoratedStatement',
  'ForStatement',
  'IfStatement',
  'MatchBody',
  'MatchClause',
  'MatchStatement',
  'StatementGroup',
  'TryStatement',
  'WhileStatement',
  'WithStatement',
]);

function collect(source: PythonSource, node: PythonNode, name: string, bindings: Binding[]): void {
  switch (node.name) {
    case 'AssignStatement':
      bindings.push(...assignmentBindings(source, node, name));
      return;
    case 'ImportStatement':
      bindings.push(...importBindings(source, node, name));
      return;
    case 'FunctionDefinition':
    case 'ClassDefinition':
      if (nameOf(source, node) === name) bindings.push({ kind: 'unknown' });
      return;
    case 'UpdateStatement':
    case 'ForStatement':
    case 'WithStatement':
    case 'DeleteStatement':
    case 'ScopeStatement':
      if (bindsOtherwise(source, node, name)) bindings.push({ kind: 'unknown' });
      break;
    default:
  }
  if (blocks.has(node.name)) for (const child of childrenOf(node)) collect(source, child, name, bindings);
}

function assignmentBindings(source: PythonSource, node: PythonNode, name: string): Binding[] {
  const children = childrenOf(node);
  const lastAssign = children.findLastIndex((child) => child.name === 'AssignOp');
  const value = children[lastAssign + 1];
  const targets = children
    .slice(0, lastAssign)
    .filter((child) => child.name !== 'AssignOp' && child.name !== 'TypeDef');
  if (!targets.some((target) => containsName(source, target, name))) return [];
  const commas = targets.some((target) => target.name === ',');
  const plain = targets.every((target) => target.name === 'VariableName');
  return value?.nextSibling === null && plain && !commas ? [{ kind: 'value', node: value }] : [{ kind: 'unknown' }];
}

function parameterBindings(source: PythonSource, list: PythonNode, name: string): Binding[] {
  const children = childrenOf(list);
  const index = children.findIndex((child) => child.name === 'VariableName' && source.textOf(child) === name);
  if (index === -1) return [];
  let next = index + 1;
  if (children[next]?.name === 'TypeDef') next += 1;
  return [{ kind: 'parameter', defaultValue: children[next]?.name === 'AssignOp' ? children[next + 1] : undefined }];
}

function importBindings(source: PythonSource, node: PythonNode, name: string): Binding[] {
  const children = childrenOf(node);
  const imported = children.slice(children.findIndex((child) => child.name === 'import') + 1);
  const index = imported.findLastIndex((child) => child.name === 'VariableName' && source.textOf(child) === name);
  if (index === -1 || imported[index + 1]?.name === 'as') return [];
  const original = imported[index - 1]?.name === 'as' ? imported[index - 2] : imported[index];
  return original === undefined ? [] : [{ kind: 'import', name: source.textOf(original) }];
}

function bindsOtherwise(source: PythonSource, node: PythonNode, name: string): boolean {
  const children = childrenOf(node);
  const end = children.findIndex((child) => ['in', 'UpdateOp', 'AssignOp', 'Body'].includes(child.name));
  const targets = end === -1 ? children : children.slice(0, end);
  return targets.some((target) => containsName(source, target, name));
}

/** The name that a class or function is defined with. */
export function nameOf(source: PythonSource, definition: PythonNode): string | undefined {
  const name = definition.getChild('VariableName');
  return name === null ? undefined : source.textOf(name);
}

function containsName(source: PythonSource, node: PythonNode, name: string): boolean {
  let found = false;
  node.cursor().iterate((inner) => {
    if (inner.name === 'VariableName' && source.text.slice(inner.from, inner.to) === name) found = true;
    return !found && inner.name !== 'MemberExpression';
  });
  return found;
}
