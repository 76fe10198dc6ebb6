import { type Binding, type DictChange, childrenOf, type PythonNode, type PythonSource } from './parsePython.ts';
import { constantParts } from './constantParts.ts';
import { dictChanges } from './dictChanges.ts';
import { resolveName } from './scope.ts';

interface Range {
  /** Offsets in characters of the file's text, where the value itself is written. */
  readonly from: number;
  readonly to: number;
}

/** What an expression is, as far as it can be known without running it. */
export type PythonValue = Range &
  (
    | { readonly kind: 'text'; readonly text: string }
    /** A string whose content is only known when it runs. */
    | { readonly kind: 'formatted' }
    | { readonly kind: 'number'; readonly number: number }
    | { readonly kind: 'boolean'; readonly boolean: boolean }
    | { readonly kind: 'none' }
    | { readonly kind: 'list'; readonly items: readonly PythonValue[]; readonly complete: boolean }
    | PythonDict
    | { readonly kind: 'unknown' }
  );

export interface PythonDict extends Range {
  readonly kind: 'dict';
  readonly entries: readonly PythonEntry[];
  /** False when parts of it come from elsewhere (`**other`). */
  readonly complete: boolean;
}

export interface PythonEntry {
  readonly key: PythonValue;
  readonly value: PythonValue;
}

/** How many nodes one value may be made of, and how deep. */
const mostNodes = 20_000;
const deepest = 60;

interface Evaluation {
  readonly source: PythonSource;
  nodesLeft: number;
}

/** Reads an expression as data: literals, dicts and lists of them, sums of strings, and names bound once to such. */
export function pythonValue(source: PythonSource, node: PythonNode): PythonValue {
  return valueOf({ source, nodesLeft: mostNodes }, node, deepest);
}

/** The value under a text key; the last one counts, as in Python. */
export function valueAt(dict: PythonDict, key: string): PythonValue | undefined {
  return dict.entries.findLast((entry) => entry.key.kind === 'text' && entry.key.text === key)?.value;
}

function valueOf(evaluation: Evaluation, node: PythonNode, depth: number): PythonValue {
  const { source } = evaluation;
  const range = { from: node.from, to: node.to };
  const unknown = { ...range, kind: 'unknown' } as const;
  evaluation.nodesLeft -= 1;
  if (depth === 0 || evaluation.nodesLeft < 0) return unknown;
  switch (node.name) {
    case 'String':
    case 'FormatString':
    case 'ContinuedString':
      return textValue(source, node);
    case 'BinaryExpression':
      return sumValue(evaluation, node, depth - 1);
    case 'Number':
    case 'UnaryExpression':
      return numberValue(source, node);
    case 'Boolean':
      return { ...range, kind: 'boolean', boolean: source.textOf(node) === 'True' };
    case 'None':
      return { ...range, kind: 'none' };
    case 'ArrayExpression':
    case 'TupleExpression':
    case 'SetExpression':
      return listValue(evaluation, node, depth - 1);
    case 'DictionaryExpression':
      return dictValue(evaluation, node, depth - 1);
    case 'ParenthesizedExpression': {
      const inner = node.firstChild?.nextSibling;
      return inner == null ? unknown : valueOf(evaluation, inner, depth - 1);
    }
    case 'VariableName': {
      const binding = resolveName(source, node);
      if (binding?.kind !== 'value') return unknown;
      const value = valueOf(evaluation, binding.node, depth - 1);
      return value.kind === 'dict' ? changedDict(evaluation, value, { binding, depth: depth - 1 }) : value;
    }
    case 'CallExpression':
      return callValue(evaluation, node, depth - 1);
    default:
      return unknown;
  }
}

/** A dict with what the file adds to it after it was made. */
function changedDict(
  evaluation: Evaluation,
  dict: PythonDict,
  { binding, depth }: { readonly binding: Binding; readonly depth: number },
): PythonDict {
  const { source } = evaluation;
  let result = dict;
  for (const change of dictChanges(source)) {
    evaluation.nodesLeft -= 1;
    if (evaluation.nodesLeft < 0) return { ...result, complete: false };
    if (resolveName(source, change.root) !== binding) continue;
    const path = change.keys.map((key) => valueOf(evaluation, key, depth));
    result = changedAt(result, path, addedBy(evaluation, change, depth));
  }
  return result;
}

type Added = Pick<PythonDict, 'entries' | 'complete'>;

function addedBy(evaluation: Evaluation, { set, merged, named }: DictChange, depth: number): Added {
  const valueAtNode = (node: PythonNode): PythonValue => valueOf(evaluation, node, depth);
  if (set !== undefined) {
    const key = valueAtNode(set.key);
    return { entries: [{ key, value: valueAtNode(set.value) }], complete: key.kind === 'text' };
  }
  if (merged !== undefined) {
    const value = valueAtNode(merged);
    return value.kind === 'dict' ? value : { entries: [], complete: false };
  }
  const entries = named?.map(({ name, value }): PythonEntry => {
    const text = evaluation.source.textOf(name);
    return { key: { from: name.from, to: name.to, kind: 'text', text }, value: valueAtNode(value) };
  });
  return { entries: entries ?? [], complete: entries !== undefined };
}

function changedAt(dict: PythonDict, [first, ...rest]: readonly PythonValue[], added: Added): PythonDict {
  if (first === undefined) {
    return { ...dict, entries: [...dict.entries, ...added.entries], complete: dict.complete && added.complete };
  }
  const index = dict.entries.findLastIndex(
    ({ key }) => key.kind === 'text' && first.kind === 'text' && key.text === first.text,
  );
  const entry = dict.entries[index];
  if (entry?.value.kind !== 'dict') return { ...dict, complete: false };
  const value = changedAt(entry.value, rest, added);
  return { ...dict, entries: dict.entries.with(index, { ...entry, value }) };
}

function textValue(source: PythonSource, node: PythonNode): PythonValue {
  const range = { from: node.from, to: node.to };
  const parts = constantParts(source, node);
  if (parts === undefined || parts.some((part) => 'variable' in part)) return { ...range, kind: 'formatted' };
  return { ...range, kind: 'text', text: parts.map((part) => ('text' in part ? part.text : '')).join('') };
}

function sumValue(evaluation: Evaluation, node: PythonNode, depth: number): PythonValue {
  const { source } = evaluation;
  const unknown = { from: node.from, to: node.to, kind: 'unknown' } as const;
  const [left, operator, right] = childrenOf(node);
  if (left === undefined || operator === undefined || right === undefined) return unknown;
  const sign = source.textOf(operator);
  const first = valueOf(evaluation, left, depth);
  const second = valueOf(evaluation, right, depth);
  if (sign === '+' && (isText(first) || isText(second))) return textValue(source, node);
  if (sign === '%' && isText(first)) return { ...unknown, kind: 'formatted' };
  if (first.kind !== 'number' || second.kind !== 'number') return unknown;
  const result = {
    '+': first.number + second.number,
    '-': first.number - second.number,
    '*': first.number * second.number,
  };
  const number = result[sign as keyof typeof result] as number | undefined;
  return number === undefined ? unknown : { ...unknown, kind: 'number', number };
}

/** Whether a value is certainly a string. */
function isText(value: PythonValue): boolean {
  return value.kind === 'text' || value.kind === 'formatted';
}

function numberValue(source: PythonSource, node: PythonNode): PythonValue {
  const range = { from: node.from, to: node.to };
  const number = Number(source.textOf(node).replaceAll('_', '').replace(/^-\s+/u, '-'));
  return Number.isNaN(number) ? { ...range, kind: 'unknown' } : { ...range, kind: 'number', number };
}

function listValue(evaluation: Evaluation, node: PythonNode, depth: number): PythonValue {
  const items: PythonValue[] = [];
  let complete = true;
  for (const child of childrenOf(node)) {
    if ('[](){},'.includes(child.name) || child.name === 'Comment') continue;
    if (child.name === '*' || child.type.isError) complete = false;
    else items.push(valueOf(evaluation, child, depth));
  }
  return { from: node.from, to: node.to, kind: 'list', items, complete };
}

function dictValue(evaluation: Evaluation, node: PythonNode, depth: number): PythonDict {
  const entries: PythonEntry[] = [];
  let complete = true;
  const children = childrenOf(node).filter(({ name }) => name !== 'Comment');
  for (let index = 1; index < children.length; index += 1) {
    const [key, colon, value] = children.slice(index, index + 3);
    if (key === undefined || key.name === ',' || key.name === '}') continue;
    if (key.name === '**') {
      complete = mergeSpread(evaluation, colon, { entries, depth }) && complete;
      index += 1;
    } else if (colon?.name === ':' && value !== undefined) {
      entries.push({ key: valueOf(evaluation, key, depth), value: valueOf(evaluation, value, depth) });
      index += 2;
    } else complete = false;
  }
  return { from: node.from, to: node.to, kind: 'dict', entries, complete };
}

/** `**other` where other can be read; false when it cannot. */
function mergeSpread(
  evaluation: Evaluation,
  node: PythonNode | undefined,
  { entries, depth }: { readonly entries: PythonEntry[]; readonly depth: number },
): boolean {
  const other = node === undefined ? undefined : valueOf(evaluation, node, depth);
  if (other?.kind !== 'dict') return node !== undefined && isHandedOn(evaluation.source, node);
  entries.push(...other.entries);
  return other.complete;
}

/** A parameter of the function around, also as `(parameter or {})`: whoever calls it gives the rest. */
function isHandedOn(source: PythonSource, node: PythonNode): boolean {
  if (node.name === 'VariableName') return resolveName(source, node)?.kind === 'parameter';
  const inner = node.name === 'ParenthesizedExpression' ? node.firstChild?.nextSibling : node;
  const [left, operator] = inner == null ? [] : childrenOf(inner);
  return left?.name === 'VariableName' && operator?.name === 'or' && resolveName(source, left)?.kind === 'parameter';
}

const textCalls = new Set(['str', 'dumps', 'join', 'format', 'strip', 'lower', 'upper']);

/** `dict(a=1)` and calls whose result is certainly a string. */
function callValue(evaluation: Evaluation, node: PythonNode, depth: number): PythonValue {
  const { source } = evaluation;
  const range = { from: node.from, to: node.to };
  const callee = node.firstChild;
  const name = callee === null ? undefined : lastName(source, callee);
  if (name !== undefined && textCalls.has(name)) return { ...range, kind: 'formatted' };
  const list = node.getChild('ArgList');
  if (name !== 'dict' || callee?.name !== 'VariableName' || list === null) return { ...range, kind: 'unknown' };
  const children = childrenOf(list).filter((child) => child.name !== 'Comment');
  const entries: PythonEntry[] = [];
  let complete = true;
  for (let index = 1; index < children.length - 1; index += 1) {
    const [key, assign, value] = children.slice(index, index + 3);
    if (key === undefined || key.name === ',') continue;
    if (assign?.name === 'AssignOp' && value !== undefined) {
      const text = source.textOf(key);
      entries.push({
        key: { from: key.from, to: key.to, kind: 'text', text },
        value: valueOf(evaluation, value, depth),
      });
      index += 2;
    } else complete = false;
  }
  return { ...range, kind: 'dict', entries, complete };
}

/** `c` of `a.b.c`, `a` of `a`. */
export function lastName(source: PythonSource, node: PythonNode): string | undefined {
  if (node.name === 'VariableName') return source.textOf(node);
  if (node.name !== 'MemberExpression') return undefined;
  const property = node.getChild('PropertyName');
  return property === null ? undefined : source.textOf(property);
}
