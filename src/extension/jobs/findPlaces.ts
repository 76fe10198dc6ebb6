export interface FoundPlace {
  /** The range within the text. */
  readonly start: number;
  readonly end: number;
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
}

/** File places in a log: absolute paths with a line and perhaps a column, `/work/liver/Dockerfile:12:3`. */
export function findPlaces(text: string): readonly FoundPlace[] {
  return [...text.matchAll(/(?<![\w:/.])((?:\/[^\s/:'"`|()<>]+)+):(\d{1,7})(?::(\d{1,7}))?(?![\w/])/gu)].map(
    (match) => ({
      start: match.index,
      end: match.index + match[0].length,
      file: match[1] ?? '',
      line: match[2] === undefined ? undefined : Number(match[2]),
      column: match[3] === undefined ? undefined : Number(match[3]),
    }),
  );
}
