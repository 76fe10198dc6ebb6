import { plainText } from '../../core/text/plainText.ts';

/** The sequences of our own colours (ECMA-48, SGR). */
const ownStyles = new RegExp(`(${String.fromCodePoint(0x1b)}${String.raw`\[(?:1|2|22|3[1-6]|39)m`})`, 'u');

/** Removes every control sequence but our own colours, right before text reaches a terminal. */
export function styledText(text: string): string {
  return text
    .split(ownStyles)
    .map((part, index) => (index % 2 === 0 ? plainText(part) : part))
    .join('');
}
