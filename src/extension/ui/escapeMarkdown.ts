import { plainText } from '../../core/text/plainText.ts';

/** Escapes text for Markdown. `MarkdownString.appendText` would replace spaces with non-breaking ones. */
export function escapeMarkdown(text: string): string {
  return plainText(text).replaceAll(/[\\`*_{}[\]()#+\-!~<>|&]/gu, String.raw`\$&`);
}
