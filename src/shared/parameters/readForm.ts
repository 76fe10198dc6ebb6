import {
  isSecret,
  type FormEntry,
  type ListedParameter,
  type ParameterInput,
  type InputEntry,
  type ParameterValue,
} from './parameter.ts';

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

/** What was typed, as a value of the parameter's own type; text that fits no type stays text and is refused later. */
export function readAnswer({ input }: InputEntry, typed: ParameterValue): ParameterValue {
  switch (input.type) {
    case 'switch':
      return typeof typed === 'string' ? (readSwitch(typed) ?? typed) : typed;
    case 'choices':
      return typeof typed === 'string' ? typed.split(',').filter((item) => item !== '') : typed;
    case 'text':
      return input.numeric && typeof typed === 'string' ? (readNumber(typed) ?? typed) : typed;
    case 'choice':
      return typeof typed === 'object' ? typed : String(typed);
  }
}

function readSwitch(text: string): boolean | undefined {
  if (/^(true|yes|on|1)$/i.test(text)) return true;
  return /^(false|no|off|0|)$/i.test(text) ? false : undefined;
}

/** Only what is printed the same way again: 007 and 1e3 are texts. */
function readNumber(text: string): number | undefined {
  const number = Number(text);
  return text !== '' && String(number) === text ? number : undefined;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** A chart's HTML as text: lists and paragraphs as lines, everything else that is markup left out. */
function plainText(html: string): string {
  return html
    .replaceAll(/<(script|style)\b[^]*?(<\/\1\s*>|$)/gi, '')
    .replaceAll(/<!--[^]*?(-->|$)/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<li\b[^>]*>/gi, '\n- ')
    .replaceAll(/<br\b[^>]*>|<\/?(p|div|ul|ol|table|tr|h[1-6])\b[^>]*>/gi, '\n')
    .replaceAll(/<\/?[a-z][^>]*>/gi, '')
    .replaceAll(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]+);/gi, (whole, name: string) => decode(name) ?? whole)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== '-')
    .join('\n');
}

function decode(name: string): string | undefined {
  if (!name.startsWith('#')) return entities[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : undefined;
}
