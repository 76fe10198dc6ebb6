import { findCalls } from './findCalls.ts';
import { childrenOf, type PythonNode, type PythonSource } from './parsePython.ts';
import { pythonValue, type PythonEntry } from './pythonValue.ts';

/** What operators give their containers as environment variables, as far as it is written in one file. */
export interface EnvironmentSettings {
  readonly entries: readonly PythonEntry[];
  /** False when some come from what only a run knows. */
  readonly complete: boolean;
}

/**
 * Reads `env_vars={...}` of calls and default values, and what is added to a variable with "env" in its name:
 * `env_vars.update({...})`, `env_vars["X"] = ...`.
 */
export function environmentSettings(source: PythonSource): EnvironmentSettings {
  const entries = new Map<number, PythonEntry>();
  let complete = true;
  const addDict = (node: PythonNode): void => {
    const value = pythonValue(source, node);
    if (value.kind !== 'dict') {
      // None stands for none of them; a parameter handed on is given by the caller.
      if (value.kind !== 'none' && node.name !== 'VariableName') complete = false;
      return;
    }
    for (const entry of value.entries) entries.set(entry.key.from, entry);
    if (!value.complete) complete = false;
  };
  for (const { name, callee, positional, keywords } of findCalls(source)) {
    const given = keywords.get('env_vars');
    if (given !== undefined) addDict(given.value);
    const owner = callee.name === 'MemberExpression' ? callee.firstChild : null;
    const [argument] = positional;
    if (name === 'update' && owner !== null && isEnvironment(source.textOf(owner)) && argument !== undefined)
      addDict(argument);
  }
  source.root.cursor().iterate((cursor) => {
    if (cursor.name !== 'AssignStatement' && cursor.name !== 'ParamList') return;
    if (cursor.name === 'ParamList') addDefault(source, cursor.node, addDict);
    else addAssigned(source, cursor.node, entries);
  });
  return { entries: [...entries.values()].sort((a, b) => a.key.from - b.key.from), complete };
}

function addDefault(source: PythonSource, list: PythonNode, addDict: (node: PythonNode) => void): void {
  const children = childrenOf(list);
  const index = children.findIndex((child) => child.name === 'VariableName' && source.textOf(child) === 'env_vars');
  if (index === -1) return;
  const next = index + (children[index + 1]?.name === 'TypeDef' ? 2 : 1);
  const value = children[next + 1];
  if (children[next]?.name === 'AssignOp' && value !== undefined) addDict(value);
}

function addAssigned(source: PythonSource, statement: PythonNode, entries: Map<number, PythonEntry>): void {
  const [target, assign, value] = childrenOf(statement);
  if (target?.name !== 'MemberExpression' || assign?.name !== 'AssignOp' || value === undefined) return;
  const [owner, bracket, key] = childrenOf(target);
  if (bracket?.name !== '[' || owner === undefined || key === undefined || !isEnvironment(source.textOf(owner))) return;
  entries.set(key.from, { key: pythonValue(source, key), value: pythonValue(source, value) });
}

function isEnvironment(name: string): boolean {
  return /env/iu.test(name) && !/environ\b/u.test(name);
}
