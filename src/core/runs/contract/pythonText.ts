/** A value as it comes out of JSON. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * The text that Python's `str()` gives of a value that came out of JSON: `True`, `None`, `0.5`, `['a', 'b']`. Numbers are
 * those that a browser sends: 1.0 is written as `1` there, and Python reads an integer.
 */
export function pythonText(value: JsonValue): string {
  return typeof value === 'string' ? value : pythonLiteral(value);
}

/** The same for `repr()`, which also puts quotes around a string. */
export function pythonLiteral(value: JsonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return numberLiteral(value);
  if (typeof value === 'string') return stringLiteral(value);
  if (isList(value)) return `[${value.map(pythonLiteral).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${stringLiteral(key)}: ${pythonLiteral(item)}`)
    .join(', ')}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** JSON writes whole numbers below 1e21 without a point; Python keeps those exact, and everything else is a float. */
function numberLiteral(value: number): string {
  const json = JSON.stringify(value);
  return /^-?\d+$/.test(json) ? json : floatLiteral(value);
}

/** Shortest digits as in JavaScript; an exponent below -4 and from 16 on, of two digits at least. */
function floatLiteral(value: number): string {
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 16) return value.toString();
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

const named: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Single quotes, unless there are some in the text and no double ones. What cannot be printed is escaped. */
function stringLiteral(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = Array.from(text, (character) => {
    if (character === quote) return `\\${quote}`;
    return named[character] ?? (isPrintable(character) ? character : escape(character));
  });
  return `${quote}${escaped.join('')}${quote}`;
}

/** As Python's str.isprintable: of the separators only the blank. */
function isPrintable(character: string): boolean {
  return character === ' ' || !/[\p{C}\p{Z}]/u.test(character);
}

function escape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}
