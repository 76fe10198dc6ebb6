import { plainText } from '../../core/text/plainText.ts';

/** Text as Markdown that shows it as it is. `MarkdownString.appendText` makes blanks that no line is broken at. */
export function escapeMarkdown(text: string): string {
  return plainText(text).replaceAll(/[\\`*_{}[\]()#+\-!~<>|&]/gu, String.raw`\$&`);
}
