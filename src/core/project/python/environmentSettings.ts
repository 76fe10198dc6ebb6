import { findCalls } from './findCalls.ts';
import { childrenOf, type PythonNode, type PythonSource } from './parsePython.ts';
import { pythonValue, type PythonEntry } from './pythonValue.ts';
import { resolveName } from './scope.ts';

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
      if (value.kind !== 'none' && !isFollowed(source, node)) complete = false;
      return;
    }
    for (const entry of value.entries) entries.set(entry.key.from, entry);
    if (!value.complete) complete = false;
  };
  const addEntry = (key: PythonNode, value: PythonNode): void => {
    const name = pythonValue(source, key);
    entries.set(key.from, { key: name, value: pythonValue(source, value) });
    if (name.kind === 'unknown' || name.kind === 'formatted') complete = false;
  };
  for (const { name, callee, positional, keywords, spreads } of findCalls(source)) {
    const given = keywords.get('env_vars');
    if (given !== undefined) addDict(given.value);
    const owner = callee.name === 'MemberExpression' ? callee.firstChild : null;
    const [argument] = positional;
    if (owner === null || !isEnvironment(source.textOf(owner))) continue;
    if (name === 'setdefault' && argument !== undefined && positional[1] !== undefined)
      addEntry(argument, positional[1]);
    if (name !== 'update') continue;
    if (argument !== undefined) addDict(argument);
    if (spreads) complete = false;
    for (const { name: key, value } of keywords.values()) {
      const text = source.textOf(key);
      entries.set(key.from, {
        key: { from: key.from, to: key.to, kind: 'text', text },
        value: pythonValue(source, value),
      });
    }
  }
  source.root.cursor().iterate((cursor) => {
    if (cursor.name !== 'AssignStatement' && cursor.name !== 'ParamList') return;
    if (cursor.name === 'ParamList') addDefault(source, cursor.node, addDict);
    else addAssigned(source, cursor.node, addEntry);
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

type AddEntry = (key: PythonNode, value: PythonNode) => void;

function addAssigned(source: PythonSource, statement: PythonNode, addEntry: AddEntry): void {
  const [target, assign, value] = childrenOf(statement);
  if (target?.name !== 'MemberExpression' || assign?.name !== 'AssignOp' || value === undefined) return;
  const [owner, bracket, key] = childrenOf(target);
  if (bracket?.name !== '[' || owner === undefined || key === undefined || !isEnvironment(source.textOf(owner))) return;
  addEntry(key, value);
}

/**
 * Whether what a name holds is seen elsewhere: a parameter is given by a caller, a name that is bound more than once
 * by its statements. What is imported or made by a call is not.
 */
function isFollowed(source: PythonSource, node: PythonNode): boolean {
  if (node.name !== 'VariableName') return false;
  const binding = resolveName(source, node);
  return binding?.kind === 'parameter' || binding?.kind === 'unknown';
}

/** A name whose last word says that it holds environment variables: `env`, `self.env_vars`, `liver_envs`. */
function isEnvironment(name: string): boolean {
  return /(?:^|[._])(?:envs?(?:_?vars?|_?variables)?|environments?(?:_variables)?)$/iu.test(name);
}
