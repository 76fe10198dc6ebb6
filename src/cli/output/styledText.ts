import { plainText } from '../../core/text/plainText.ts';

/** What our own colours write (ECMA-48, SGR). */
const ownStyles = new RegExp(`(${String.fromCodePoint(0x1b)}${String.raw`\[(?:1|2|22|3[1-6]|39)m`})`, 'u');

/** The last door before a terminal: text that we formatted, with our own colours and nothing else that it obeys. */
export function styledText(text: string): string {
  return text
    .split(ownStyles)
    .map((part, index) => (index % 2 === 0 ? plainText(part) : part))
    .join('');
}
