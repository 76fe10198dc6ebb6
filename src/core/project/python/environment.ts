import { findCalls } from './findCalls.ts';
import { childrenOf, type PythonNode, type PythonSource } from './parsePython.ts';
import { lastName, pythonValue, type PythonEntry } from './pythonValue.ts';
import { resolveName } from './scope.ts';

/** The environment variables that a file sets for its own process. */
interface EnvironmentWrites {
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
function isEnvironment(source: PythonSource, node: PythonNode): boolean {
  if (lastName(source, node) === 'environ') return true;
  const binding = node.name === 'VariableName' ? resolveName(source, node) : undefined;
  if (binding?.kind === 'import') return binding.name === 'environ';
  return binding?.kind === 'value' && lastName(source, binding.node) === 'environ';
}

/** A place where Python code asks for an environment variable by a name that can be known. */
interface EnvironmentRead {
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
  for (const { name, callee, node, positional, keywords } of findCalls(source)) {
    const owner = callee.name === 'MemberExpression' ? callee.firstChild : null;
    const asksEnvironment = owner !== null && isEnvironment(source, owner);
    const [key] = positional;
    if (key === undefined) continue;
    if (name === 'getenv' || (name === 'get' && asksEnvironment)) {
      add(key, positional.length > 1 || keywords.has('default') || !stopsOnNone(source, node));
    } else if (asksEnvironment && (name === 'setdefault' || name === 'pop')) add(key, true);
  }
  source.root.cursor().iterate((cursor) => {
    if (cursor.name === 'MemberExpression') {
      const [owner, bracket, key] = childrenOf(cursor.node);
      const reading =
        cursor.node.parent?.name !== 'AssignStatement' || cursor.node.parent.firstChild?.from !== cursor.from;
      if (bracket?.name === '[' && key !== undefined && owner !== undefined && isEnvironment(source, owner)) {
        if (reading) add(key, isCaught(cursor.node));
      }
    } else if (cursor.name === 'BinaryExpression') {
      const [key, operator, owner] = childrenOf(cursor.node);
      if (
        (operator?.name === 'in' || operator?.name === 'not') &&
        key !== undefined &&
        owner !== undefined &&
        isEnvironment(source, childrenOf(cursor.node).at(-1) ?? owner)
      ) {
        add(key, true);
      }
    }
  });
  return reads.sort((a, b) => a.from - b.from);
}

/** Functions that raise an error when they are given None. */
const strict = /^(?:int|float|len|open|Path|join|loads|literal_eval|listdir|makedirs|exists|sorted|list|set)$/u;

/** Whether None, which `get` gives for a variable that is not there, certainly raises an error where it is used. */
function stopsOnNone(source: PythonSource, call: PythonNode): boolean {
  const { parent } = call;
  if (parent?.name === 'MemberExpression') return parent.firstChild?.from === call.from;
  const callee = parent?.name === 'ArgList' ? parent.parent?.firstChild : undefined;
  return callee != null && strict.test(lastName(source, callee) ?? '');
}

/** Whether an error is caught around it. */
function isCaught(node: PythonNode): boolean {
  for (let current = node.parent; current !== null; current = current.parent) {
    if (current.name === 'FunctionDefinition' || current.name === 'ClassDefinition') return false;
    if (current.name === 'TryStatement') return current.getChild('except') !== null;
  }
  return false;
}

/** What operators give their containers as environment variables, as far as it is written in one file. */
interface EnvironmentSettings {
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
      // None stands for none of them; a parameter passed on is given by the caller.
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
    if (owner === null || !namesEnvironment(source.textOf(owner))) continue;
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
  if (bracket?.name !== '[' || owner === undefined || key === undefined || !namesEnvironment(source.textOf(owner)))
    return;
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
function namesEnvironment(name: string): boolean {
  return /(?:^|[._])(?:envs?(?:_?vars?|_?variables)?|environments?(?:_variables)?)$/iu.test(name);
}
