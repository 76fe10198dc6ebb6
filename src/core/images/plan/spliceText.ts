export interface Replacement {
  /** Offsets in characters of the text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with every replacement made; they do not overlap. */
export function spliceText(text: string, replacements: readonly Replacement[]): string {
  let result = '';
  let position = 0;
  for (const replacement of replacements.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(position, replacement.start) + replacement.text;
    position = replacement.end;
  }
  return result + text.slice(position);
}
