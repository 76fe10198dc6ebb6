import { isSecret } from './isSecret.ts';
import type { FormEntry, ListedParameter, ParameterInput } from './parameter.ts';
import { plainText } from './plainText.ts';

/** The form of an extension: what is asked, and the headings and explanations between. */
export function readForm(parameters: Readonly<Record<string, ListedParameter>>): FormEntry[] {
  return Object.entries(parameters).map(([key, parameter]) => readEntry(key, parameter));
}

const knownTypes: ReadonlySet<string> = new Set(['string', 'bool', 'boolean', 'list_single', 'list_multi']);

function readEntry(key: string, parameter: ListedParameter): FormEntry {
  const title = plainText(parameter.title ?? '');
  if (parameter.type === 'doc') {
    const html = parameter.html ?? '';
    const text = plainText(html);
    return text === '' ? { kind: 'heading', title: title || key } : { kind: 'text', title, text, html };
  }
  if (parameter.type === 'group_name') return { kind: 'heading', title: title || textOf(parameter.default) || key };
  const { type } = parameter;
  const unknownType = type === undefined || type === null || knownTypes.has(type) ? undefined : type;
  return {
    kind: 'input',
    key,
    label: plainText(parameter.definition ?? '') || title || key,
    help: plainText(parameter.help ?? ''),
    helpHtml: parameter.help ?? '',
    unknownType,
    input: readInput(parameter),
    required: parameter.required !== false && unknownType === undefined,
    secret: isSecret(key),
  };
}

/** A type that nobody knows is asked for as text, or as a choice where it has choices. */
function readInput({ type, default: initial, value }: ListedParameter): ParameterInput {
  if (type === 'bool' || type === 'boolean')
    return { type: 'switch', initial: /^(true|yes|1)$/i.test(textOf(initial)) };
  const choices = Array.isArray(value) ? value.map(String) : [];
  if (type === 'list_multi') return { type: 'choices', choices, initial: listOf(initial) };
  if (choices.length > 0) return { type: 'choice', choices, initial: textOf(initial) };
  return { type: 'text', initial: textOf(initial), numeric: typeof initial === 'number' };
}

function textOf(value: ListedParameter['default']): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? value.map(String).join(',') : String(value);
}

function listOf(value: ListedParameter['default']): string[] {
  if (typeof value === 'object' && value !== null) return value.map(String);
  return textOf(value)
    .split(',')
    .filter((item) => item !== '');
}
