import { type PythonDict, type PythonValue, valueAt } from '../../project/python/pythonValue.ts';
import type { Rule } from '../rule.ts';
import { dagsOf } from './airflowFiles.ts';

export const formInvalid: Rule = {
  id: 'dag/form-invalid',
  needs: 'files',
  severity: 'error',
  title: 'A form in ui_forms is invalid',
  why: 'The platform builds the form from it when the workflow is started. What it cannot read becomes an empty or missing field, or breaks the whole form.',
  remedy:
    'Write it as a JSON schema of type object: a type for each property, items for each array, and only permitted defaults.',
  *check(project) {
    for (const { source, dag } of dagsOf(project)) {
      for (const { key, value } of dag.forms?.entries ?? []) {
        const name = key.kind === 'text' ? key.text : 'the form';
        for (const { message, at, severity } of formProblems(name, value)) {
          yield { message, range: source.rangeOf(at.from, at.to), severity };
        }
      }
    }
  },
};

interface FormProblem {
  readonly message: string;
  /** The place of the problem. */
  readonly at: { readonly from: number; readonly to: number };
  readonly severity: 'error' | 'warning';
}

const types = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'] as const;

/** JSON schema keywords that can replace a type. */
const compositions = ['oneOf', 'anyOf', 'allOf', 'not', '$ref', 'const', 'if', 'then', 'else'];

/**
 * Problems in one form of `ui_forms`, a JSON schema that the platform turns into fields. Values known only at run time
 * are skipped, and so are keys that are not forms: `external_schemas` names the DAGs of other sites.
 */
function* formProblems(name: string, form: PythonValue): Iterable<FormProblem> {
  if (!name.endsWith('_form')) return;
  if (form.kind !== 'dict') {
    if (form.kind !== 'unknown' && form.kind !== 'none') yield error(`${name} must be a dict.`, form);
    return;
  }
  const type = valueAt(form, 'type');
  if (type?.kind === 'text' && type.text !== 'object') yield error(`The type of ${name} must be "object".`, type);
  const properties = valueAt(form, 'properties');
  if (properties === undefined) return;
  if (properties.kind !== 'dict') {
    if (properties.kind !== 'unknown') yield error(`The properties of ${name} must be a dict.`, properties);
    return;
  }
  for (const { key, value } of properties.entries) {
    if (key.kind !== 'text') continue;
    if (name === 'workflow_form') yield* variableProblems(key);
    yield* propertyProblems(key, value);
  }
}

/** The platform removes `#n` before it turns a property into an environment variable. */
function* variableProblems(key: PythonValue & { readonly kind: 'text' }): Iterable<FormProblem> {
  const name = key.text.replace(/#.*$/u, '');
  if (name === '' || name.includes('=')) {
    yield error(`"${key.text}" reaches the container as an environment variable, but cannot be the name of one.`, key);
  } else if (!/^[a-z_]\w*$/iu.test(name)) {
    const message = `"${key.text}" becomes an environment variable that a shell cannot read.`;
    yield { message, at: key, severity: 'warning' };
  }
}

function* propertyProblems(key: PythonValue & { readonly kind: 'text' }, property: PythonValue): Iterable<FormProblem> {
  if (property.kind !== 'dict') {
    if (property.kind !== 'unknown') yield error(`The property "${key.text}" must be a dict.`, property);
    return;
  }
  const type = valueAt(property, 'type');
  const composed = property.entries.some(({ key: one }) => one.kind !== 'text' || isComposition(one.text));
  if (type === undefined) {
    const choices = valueAt(property, 'enum');
    if (!property.complete || composed) return;
    if (choices !== undefined) yield error(`"${key.text}" has an enum but no type.`, key);
    else yield error(`"${key.text}" has no type.`, key);
  } else if (type.kind === 'text' && !isType(type.text)) {
    yield error(`"${type.text}" is not a JSON schema type; valid values are ${types.join(', ')}.`, type);
  } else if (type.kind === 'number' || type.kind === 'boolean' || type.kind === 'none') {
    yield error(`The type of "${key.text}" must be a string.`, type);
  }
  const named = type?.kind === 'text' && isType(type.text) ? type.text : undefined;
  yield* choiceProblems(key.text, property, named);
  yield* limitProblems(key.text, property);
  if (named === 'array') yield* itemProblems(key, property);
}

function* itemProblems(key: PythonValue & { readonly kind: 'text' }, property: PythonDict): Iterable<FormProblem> {
  const items = valueAt(property, 'items');
  if (items === undefined) {
    if (property.complete && !property.entries.some(({ key: one }) => one.kind !== 'text' || isComposition(one.text)))
      yield error(`"${key.text}" is an array without items.`, key);
    return;
  }
  if (items.kind !== 'dict') return;
  const choices = valueAt(items, 'enum');
  const initial = valueAt(property, 'default');
  if (choices !== undefined && valueAt(items, 'type') === undefined && items.complete) {
    yield error(`The items of "${key.text}" have an enum but no type.`, items);
  }
  if (initial?.kind !== 'list') {
    if (initial !== undefined && isPlain(initial)) {
      yield { message: `The default of "${key.text}" must be a list.`, at: initial, severity: 'warning' };
    }
    return;
  }
  for (const item of initial.items) yield* memberProblems(key.text, item, choices);
}

function* choiceProblems(name: string, property: PythonDict, type: string | undefined): Iterable<FormProblem> {
  const choices = valueAt(property, 'enum');
  const initial = valueAt(property, 'default');
  if (choices?.kind === 'list' && choices.items.length === 0 && choices.complete) {
    yield error(`The enum of "${name}" is empty: nothing can be chosen.`, choices);
  } else if (choices !== undefined && isPlain(choices)) {
    yield error(`The enum of "${name}" must be a list.`, choices);
  }
  if (initial === undefined || type === 'array') return;
  yield* memberProblems(name, initial, choices);
  if (type === undefined || !isPlain(initial) || initial.kind === 'none' || hasType(initial, type)) return;
  yield { message: `The default of "${name}" is not of type ${type}.`, at: initial, severity: 'warning' };
}

/** With a default that is not one of the choices, the field is empty. */
function* memberProblems(name: string, value: PythonValue, choices: PythonValue | undefined): Iterable<FormProblem> {
  if (choices?.kind !== 'list' || !choices.complete || !choices.items.every(isPlain) || !isPlain(value)) return;
  if (value.kind === 'none' || choices.items.some((choice) => plainOf(choice) === plainOf(value))) return;
  yield { message: `The default of "${name}" is not one of its choices.`, at: value, severity: 'warning' };
}

function* limitProblems(name: string, property: PythonDict): Iterable<FormProblem> {
  const [least, most, initial] = ['minimum', 'maximum', 'default'].map((key) => valueAt(property, key));
  for (const limit of [least, most]) {
    if (limit !== undefined && isPlain(limit) && limit.kind !== 'number')
      yield error(`The limits of "${name}" must be numbers.`, limit);
  }
  const [low, high] = [numberOf(least) ?? -Infinity, numberOf(most) ?? Infinity];
  if (low > high && most !== undefined) yield error(`The maximum of "${name}" is below its minimum.`, most);
  const value = numberOf(initial);
  if (value !== undefined && initial !== undefined && low <= high && (value < low || value > high)) {
    yield { message: `The default of "${name}" is outside its limits.`, at: initial, severity: 'warning' };
  }
}

/** Keywords starting with `x-` tell the platform how to display the property. */
function isComposition(key: string): boolean {
  return compositions.includes(key) || key.startsWith('x-');
}

function isType(type: string): type is (typeof types)[number] {
  return (types as readonly string[]).includes(type);
}

function isPlain(value: PythonValue): boolean {
  return ['text', 'number', 'boolean', 'none'].includes(value.kind);
}

function hasType(value: PythonValue, type: string): boolean {
  switch (type) {
    case 'string':
      return value.kind === 'text';
    case 'boolean':
      return value.kind === 'boolean';
    case 'number':
      return value.kind === 'number';
    case 'integer':
      return value.kind === 'number' && Number.isInteger(value.number);
    default:
      return type !== 'array' && type !== 'object';
  }
}

function plainOf(value: PythonValue): unknown {
  if (value.kind === 'text') return value.text;
  return value.kind === 'number' ? value.number : value.kind === 'boolean' ? value.boolean : undefined;
}

function numberOf(value: PythonValue | undefined): number | undefined {
  return value?.kind === 'number' ? value.number : undefined;
}

function error(message: string, at: FormProblem['at']): FormProblem {
  return { message, at, severity: 'error' };
}
