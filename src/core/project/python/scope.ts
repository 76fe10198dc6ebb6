import { type Binding, type ScopeBindings, childrenOf, type PythonNode, type PythonSource } from './parsePython.ts';

const scopeNodes = new Set(['Script', 'FunctionDefinition', 'ClassDefinition', 'LambdaExpression']);

/** The function, class or module around a node. */
export function scopeOf(node: PythonNode): PythonNode | undefined {
  let current = node.parent;
  while (current && !scopeNodes.has(current.name)) current = current.parent;
  return current ?? undefined;
}

/** Finds what binds a name directly in a scope, without entering functions and classes inside it. */
export function findBinding(source: PythonSource, scope: PythonNode, name: string): Binding | undefined {
  return bindingsOf(source, scope).get(name);
}

/** Finds what a name stands for where it is used, outwards through functions and classes. */
export function resolveName(source: PythonSource, node: PythonNode): Binding | undefined {
  const name = source.textOf(node);
  let nearest = true;
  for (let scope = scopeOf(node); scope !== undefined; scope = scopeOf(scope)) {
    // The names of a class are not seen from the functions in it.
    const binding = scope.name === 'ClassDefinition' && !nearest ? undefined : findBinding(source, scope, name);
    if (binding !== undefined) return binding;
    nearest = false;
  }
  return undefined;
}

/** Everything that is bound directly in a scope, by name. */
export function bindingsOf(source: PythonSource, scope: PythonNode): ScopeBindings {
  const key = `${scope.from} ${scope.name}`;
  const known = source.scopes.get(key);
  if (known !== undefined) return known;
  const found = new Map<string, Binding>();
  const bind: Bind = (name, binding) => found.set(name, found.has(name) ? { kind: 'unknown' } : binding);
  for (const child of childrenOf(scope)) {
    if (child.name === 'ParamList') bindParameters(source, child, bind);
    else if (child.name !== 'ArgList') collect(source, child, bind);
  }
  source.scopes.set(key, found);
  return found;
}

type Bind = (name: string, binding: Binding) => void;

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

/** Python refuses more levels of indentation. */
const deepestBlock = 100;

function collect(source: PythonSource, node: PythonNode, bind: Bind, depth = deepestBlock): void {
  switch (node.name) {
    case 'AssignStatement':
      bindAssigned(source, node, bind);
      return;
    case 'ImportStatement':
      bindImported(source, node, bind);
      return;
    case 'FunctionDefinition':
    case 'ClassDefinition': {
      const name = nameOf(source, node);
      if (name !== undefined) bind(name, { kind: 'definition', node });
      return;
    }
    case 'UpdateStatement':
    case 'ForStatement':
    case 'WithStatement':
    case 'DeleteStatement':
    case 'ScopeStatement':
      bindOtherwise(source, node, bind);
      break;
    default:
  }
  if (!blocks.has(node.name) || depth === 0) return;
  for (const child of childrenOf(node)) collect(source, child, bind, depth - 1);
}

function bindAssigned(source: PythonSource, node: PythonNode, bind: Bind): void {
  const children = childrenOf(node);
  const lastAssign = children.findLastIndex((child) => child.name === 'AssignOp');
  const value = children[lastAssign + 1];
  const targets = children
    .slice(0, lastAssign)
    .filter((child) => child.name !== 'AssignOp' && child.name !== 'TypeDef');
  const commas = targets.some((target) => target.name === ',');
  const plain = targets.every((target) => target.name === 'VariableName');
  const binding: Binding =
    value?.nextSibling === null && plain && !commas ? { kind: 'value', node: value } : { kind: 'unknown' };
  for (const name of namesIn(source, targets)) bind(name, binding);
}

function bindParameters(source: PythonSource, list: PythonNode, bind: Bind): void {
  const children = childrenOf(list);
  const bound = new Set<string>();
  children.forEach((child, index) => {
    // What stands after `=` is a default value, not a parameter.
    if (child.name !== 'VariableName' || children[index - 1]?.name === 'AssignOp') return;
    const name = source.textOf(child);
    if (bound.has(name)) return;
    bound.add(name);
    const next = index + (children[index + 1]?.name === 'TypeDef' ? 2 : 1);
    bind(name, {
      kind: 'parameter',
      defaultValue: children[next]?.name === 'AssignOp' ? children[next + 1] : undefined,
    });
  });
}

function bindImported(source: PythonSource, node: PythonNode, bind: Bind): void {
  for (const { bound, name } of importedNames(source, node)) bind(bound, { kind: 'import', name });
}

/** The names that an import statement binds, and what each is called where it comes from. */
function importedNames(source: PythonSource, node: PythonNode): { readonly bound: string; readonly name: string }[] {
  const children = childrenOf(node);
  const imported = children.slice(children.findIndex((child) => child.name === 'import') + 1);
  const entries: PythonNode[][] = [[]];
  for (const child of imported) {
    if (child.name === ',') entries.push([]);
    else if (child.name === 'VariableName' || child.name === 'as') entries.at(-1)?.push(child);
  }
  return entries.flatMap((entry) => {
    const first = entry[0];
    const last = entry.at(-1);
    if (first === undefined || last === undefined) return [];
    // `import a.b` binds a, `import a.b as c` binds c.
    const renamed = entry.at(-2)?.name === 'as';
    const original = renamed ? (entry.at(-3) ?? first) : first;
    return [{ bound: source.textOf(renamed ? last : first), name: source.textOf(original) }];
  });
}

function bindOtherwise(source: PythonSource, node: PythonNode, bind: Bind): void {
  const children = childrenOf(node);
  const end = children.findIndex((child) => ['in', 'UpdateOp', 'AssignOp', 'Body'].includes(child.name));
  const targets = end === -1 ? children : children.slice(0, end);
  for (const name of namesIn(source, targets)) bind(name, { kind: 'unknown' });
}

/** The name that a class or function is defined with. */
export function nameOf(source: PythonSource, definition: PythonNode): string | undefined {
  const name = definition.getChild('VariableName');
  return name === null ? undefined : source.textOf(name);
}

/** The names in targets; what stands before a dot or a bracket is not bound. */
function namesIn(source: PythonSource, targets: readonly PythonNode[]): Set<string> {
  const names = new Set<string>();
  for (const target of targets) {
    target.cursor().iterate((inner) => {
      if (inner.name === 'VariableName') names.add(source.text.slice(inner.from, inner.to));
      return inner.name !== 'MemberExpression';
    });
  }
  return names;
}
