import { childrenOf, type PythonNode, type PythonSource } from './parsePython.ts';

/** `from <module> import <names>`, or `import <module>` with no names. */
export interface PythonImport {
  /** Dotted, without the dots of a relative import. */
  readonly module: string;
  /** Dots before the module: 1 for the file's own package; 0 when it is absolute. */
  readonly level: number;
  /** What is taken out of the module; `*` for everything. */
  readonly names: readonly ImportedName[];
  /** Whether a failure is caught (`try: import x`) or it only runs when asked for (in a function). */
  readonly optional: boolean;
  /** Where the module's name stands. */
  readonly from: number;
  readonly to: number;
}

interface ImportedName {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Every import statement of a file. */
export function findImports(source: PythonSource): PythonImport[] {
  const imports: PythonImport[] = [];
  source.root.cursor().iterate((cursor) => {
    if (cursor.name === 'ImportStatement') imports.push(...readImport(source, cursor.node));
    return cursor.name !== 'ImportStatement';
  });
  return imports;
}

function readImport(source: PythonSource, node: PythonNode): PythonImport[] {
  const children = childrenOf(node).filter((child) => child.name !== 'Comment');
  const split = children.findIndex((child) => child.name === 'import');
  const optional = isOptional(node);
  if (children[0]?.name !== 'from') {
    return commaSeparated(children.slice(split + 1)).flatMap((entry) => {
      const module = dotted(source, entry);
      return module === undefined ? [] : [{ ...module, level: 0, names: [], optional }];
    });
  }
  const origin = children.slice(1, split);
  const level = origin.findIndex((child) => child.name !== '.');
  const module = dotted(source, level === -1 ? [] : origin.slice(level)) ?? { module: '', ...rangeOf(origin, node) };
  const names = commaSeparated(children.slice(split + 1)).flatMap(([first]) =>
    first === undefined ? [] : [{ name: source.textOf(first), from: first.from, to: first.to }],
  );
  return [{ ...module, level: level === -1 ? origin.length : level, names, optional }];
}

function commaSeparated(nodes: readonly PythonNode[]): PythonNode[][] {
  const entries: PythonNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ',') entries.push([]);
    else if (node.name !== '(' && node.name !== ')') entries.at(-1)?.push(node);
  }
  return entries.filter((entry) => entry.length > 0);
}

/** The names joined by dots at the start of some nodes. */
function dotted(source: PythonSource, nodes: readonly PythonNode[]) {
  const end = nodes.findIndex((node) => node.name !== 'VariableName' && node.name !== '.');
  const path = end === -1 ? nodes : nodes.slice(0, end);
  const [first] = path;
  const last = path.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const module = path.map((node) => source.textOf(node)).join('');
  return { module, from: first.from, to: last.to };
}

function rangeOf(nodes: readonly PythonNode[], around: PythonNode): { readonly from: number; readonly to: number } {
  return { from: nodes[0]?.from ?? around.from, to: nodes.at(-1)?.to ?? around.to };
}

/** Python refuses more levels of indentation. */
const deepestBlock = 100;

function isOptional(node: PythonNode): boolean {
  let current = node.parent;
  for (let depth = 0; current !== null && depth < deepestBlock; depth += 1) {
    if (current.name === 'TryStatement' || current.name === 'FunctionDefinition') return true;
    // `if TYPE_CHECKING:`
    if (current.name === 'IfStatement') return true;
    current = current.parent;
  }
  return false;
}
