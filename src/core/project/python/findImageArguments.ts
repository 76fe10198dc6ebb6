import type { SourcePlace } from '../../errors/edkError.ts';
import { constantParts, type ReferencePart } from './constantParts.ts';
import { childrenOf, type PythonNode, type PythonSource } from './parsePython.ts';
import { findBinding, scopeOf, nameOf } from './scope.ts';

/** An `image=` argument in a Python file of the project. */
export interface OperatorImageReference {
  readonly file: string;
  /** Of the whole file. */
  readonly fileText: string;
  /** Where the expression stands: offsets in characters of the file's text. */
  readonly start: number;
  readonly end: number;
  readonly place: SourcePlace;
  /** The expression's parts: text, or a name that the platform fills in (DEFAULT_REGISTRY, KAAPANA_BUILD_VERSION); undefined when it cannot be known before it runs. */
  readonly parts: readonly ReferencePart[] | undefined;
}

/**
 * Every `image=` argument of a call. Where it hands on a parameter of the function around (`image=image`), the
 * parameter's default value counts instead; without a default, and for None, the callers' arguments count.
 */
export function findImageArguments(source: PythonSource): OperatorImageReference[] {
  const values = new Map<number, PythonNode>();
  source.root.cursor().iterate((cursor) => {
    if (cursor.name !== 'ArgList' || cursor.node.parent?.name === 'ClassDefinition') return;
    for (const argument of imageArguments(source, cursor.node)) {
      const value = throughParameter(source, argument);
      if (value !== undefined && value.name !== 'None') values.set(value.from, value);
    }
  });
  return [...values.values()]
    .sort((a, b) => a.from - b.from)
    .map((value) => ({
      file: source.file,
      fileText: source.text,
      start: value.from,
      end: value.to,
      place: source.placeAt(value.from),
      parts: constantParts(source, value),
    }));
}

function imageArguments(source: PythonSource, list: PythonNode): PythonNode[] {
  const children = childrenOf(list).filter((child) => child.name !== 'Comment');
  return children.flatMap((child, index) => {
    const value = children[index + 2];
    const named = child.name === 'VariableName' && source.textOf(child) === 'image';
    const assigned = children[index + 1]?.name === 'AssignOp';
    return named && assigned && value !== undefined && !value.type.isError ? [value] : [];
  });
}

function throughParameter(source: PythonSource, value: PythonNode): PythonNode | undefined {
  if (value.name !== 'VariableName') return value;
  const scope = scopeOf(value);
  const binding = scope === undefined ? undefined : findBinding(source, scope, source.textOf(value));
  return binding?.kind === 'parameter' ? binding.defaultValue : value;
}

/** A class of a module that derives from an operator: that makes the file one of an operator, not the file's name. */
interface OperatorClass {
  readonly name: string;
  /** Where the name stands. */
  readonly node: PythonNode;
  /** What it derives from, as it is written. */
  readonly bases: readonly string[];
}

export function operatorClasses(python: PythonSource): OperatorClass[] {
  return python.root.getChildren('ClassDefinition').flatMap((definition) => {
    const list = definition.getChild('ArgList');
    const name = nameOf(python, definition);
    const node = definition.getChild('VariableName');
    if (list === null || name === undefined || node === null) return [];
    const bases = childrenOf(list).map((base) => python.textOf(base));
    return bases.some((base) => base.endsWith('Operator')) ? [{ name, node, bases }] : [];
  });
}
