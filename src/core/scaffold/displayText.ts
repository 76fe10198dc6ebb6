/** Longest title and description: they are shown in one line of the platform's list, and below it. */
export const longestText = { title: 80, description: 300 };

/** Why a text cannot be shown in one line, or undefined. Quotes and the like are fine: they are escaped where written. */
export function checkDisplayText(text: string, longest: number): string | undefined {
  if (text.trim() === '') return 'It is empty.';
  if (/[\r\n\u0085\p{Zl}\p{Zp}]/u.test(text)) return 'It has more than one line.';
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/u.test(text)) return 'It has characters that cannot be seen.';
  if (text.length > longest) return `It has ${text.length} characters; ${longest} is the most.`;
  return undefined;
}
