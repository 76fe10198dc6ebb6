/** One row of a tree view, independent of VS Code's classes. Texts are shown literally, never as markup. */
export interface TreeRow<Subject> {
  /** Stable identity, which expansion and selection depend on. */
  readonly id: string;
  readonly label: string;
  readonly description?: string | undefined;
  readonly tooltip?: string | undefined;
  /** A codicon. */
  readonly icon: string;
  /** A theme color for the icon. */
  readonly color?: string | undefined;
  /** Words used in the menus' when clauses. */
  readonly context: string;
  /** The target of commands. */
  readonly subject: Subject;
  readonly children?: readonly TreeRow<Subject>[] | (() => Promise<readonly TreeRow<Subject>[]>) | undefined;
  readonly expanded?: boolean | undefined;
  /** Run by a click, or by a double click; receives the row. */
  readonly command?:
    { readonly id: string; readonly title: string; readonly when?: 'clickedTwice' | undefined } | undefined;
}

/** Equal for trees that look the same, to avoid redrawing. */
export function fingerprint(rows: readonly TreeRow<unknown>[]): string {
  return JSON.stringify(rows, (key, value: unknown) => (key === 'subject' ? undefined : value));
}

/** At most this many characters, since a tree shows one line. */
export function shorten(text: string, longest = 100): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
