import { findCalls } from './findCalls.ts';
import { childrenOf, type PythonNode, type PythonSource } from './parsePython.ts';
import { lastName, pythonValue } from './pythonValue.ts';
import { resolveName } from './scope.ts';

/** The environment variables that a file sets for its own process. */
export interface EnvironmentWrites {
  readonly names: ReadonlySet<string>;
  /** False when it sets some whose names only a run knows. */
  readonly complete: boolean;
}

/** `os.environ["X"] = ...`, `os.environ.update(...)`, `setdefault`, `os.putenv`, `load_dotenv()`. */
export function environmentWrites(source: PythonSource): EnvironmentWrites {
  const names = new Set<string>();
  let complete = true;
  const add = (node: PythonNode | undefined): void => {
    const value = node === undefined ? undefined : pythonValue(source, node);
    if (value?.kind === 'text') names.add(value.text);
    else complete = false;
  };
  const addAll = (node: PythonNode): void => {
    const value = pythonValue(source, node);
    if (value.kind !== 'dict' || !value.complete) complete = false;
    for (const { key } of value.kind === 'dict' ? value.entries : []) {
      if (key.kind === 'text') names.add(key.text);
      else complete = false;
    }
  };
  for (const { name, callee, positional, keywords, spreads } of findCalls(source)) {
    const owner = callee.name === 'MemberExpression' ? callee.firstChild : null;
    if (name.includes('dotenv')) complete = false;
    else if (name === 'putenv') add(positional[0]);
    else if (owner === null || !isEnvironment(source, owner)) continue;
    else if (name === 'setdefault') add(positional[0]);
    else if (name === 'update') {
      if (spreads) complete = false;
      for (const one of positional) addAll(one);
      for (const key of keywords.keys()) names.add(key);
    }
  }
  source.root.cursor().iterate((cursor) => {
    if (cursor.name !== 'AssignStatement' && cursor.name !== 'UpdateStatement') return;
    const [target, , value] = childrenOf(cursor.node);
    if (target === undefined) return;
    const [owner, bracket, key] = target.name === 'MemberExpression' ? childrenOf(target) : [];
    if (owner !== undefined && bracket?.name === '[' && isEnvironment(source, owner)) add(key);
    else if (cursor.name === 'UpdateStatement' && isEnvironment(source, target) && value !== undefined) addAll(value);
  });
  return { names, complete };
}

/** `os.environ`, also under another name. */
export function isEnvironment(source: PythonSource, node: PythonNode): boolean {
  if (lastName(source, node) === 'environ') return true;
  const binding = node.name === 'VariableName' ? resolveName(source, node) : undefined;
  if (binding?.kind === 'import') return binding.name === 'environ';
  return binding?.kind === 'value' && lastName(source, binding.node) === 'environ';
}
