import type { PythonNode, PythonSource } from './parsePython.ts';

/** How a string literal is written: its prefix letters in lower case and its quotes. */
export interface StringForm {
  readonly raw: boolean;
  readonly bytes: boolean;
  /** Range of what stands between the quotes. */
  readonly from: number;
  readonly to: number;
}

/** Reads prefix and quotes of a String or FormatString node; undefined when the literal is not finished. */
export function stringForm(source: PythonSource, node: PythonNode): StringForm | undefined {
  const match = /^([a-z]*)('''|"""|'|")/iu.exec(source.textOf(node));
  const prefix = match?.[1]?.toLowerCase() ?? '';
  const quotes = match?.[2];
  if (quotes === undefined) return undefined;
  const from = node.from + prefix.length + quotes.length;
  const to = node.to - quotes.length;
  if (to < from || source.text.slice(to, node.to) !== quotes) return undefined;
  return { raw: prefix.includes('r'), bytes: prefix.includes('b'), from, to };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
  '\r\n': '',
};

/** What Python makes of the escapes in a string that is not raw; undefined for names of characters (\N{...}). */
export function unescapePython(text: string): string | undefined {
  if (text.includes('\\N{')) return undefined;
  return text.replace(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([0-7]{1,3})|(\r\n|[^]))/giu,
    (whole: string, ...groups: (string | undefined)[]) => {
      const [byte, short, long, octal, simple] = groups;
      const hexadecimal = byte ?? short ?? long;
      if (hexadecimal !== undefined) return codePoint(Number.parseInt(hexadecimal, 16)) ?? whole;
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      return simpleEscapes[simple ?? ''] ?? whole;
    },
  );
}

function codePoint(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
