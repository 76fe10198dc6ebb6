/** One line of a tree view, complete but for VS Code's classes. All of its texts are shown as they are, never as markup. */
export interface TreeRow<Subject> {
  /** Stays the same while the thing is the same: expansion and selection hang on it. */
  readonly id: string;
  readonly label: string;
  readonly description?: string | undefined;
  readonly tooltip?: string | undefined;
  /** A codicon. */
  readonly icon: string;
  /** A theme color for the icon. */
  readonly color?: string | undefined;
  /** Words that when-clauses of menus look for. */
  readonly context: string;
  /** What commands work with. */
  readonly subject: Subject;
  readonly children?: readonly TreeRow<Subject>[] | (() => Promise<readonly TreeRow<Subject>[]>) | undefined;
  readonly expanded?: boolean | undefined;
  /** Run by a click, or by the second of two in a row; gets the row. */
  readonly command?:
    { readonly id: string; readonly title: string; readonly when?: 'clickedTwice' | undefined } | undefined;
}

/** Equal for trees that look the same, so that nothing is redrawn without need. */
export function fingerprint(rows: readonly TreeRow<unknown>[]): string {
  return JSON.stringify(rows, (key, value: unknown) => (key === 'subject' ? undefined : value));
}

/** At most this many characters, since a tree shows one line. */
export function shorten(text: string, longest = 100): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
