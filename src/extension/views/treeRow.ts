import { plainLine, plainText } from '../../core/text/plainText.ts';

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

interface RowTexts {
  readonly label: string;
  readonly description?: string | undefined;
  readonly tooltip?: string | undefined;
}

/** Text for a tree row. Names of files, charts and images may contain anything. */
export function plainRow<T extends RowTexts>({ label, description, tooltip }: T): Pick<T, keyof RowTexts>;
export function plainRow({ label, description, tooltip }: RowTexts): RowTexts {
  return {
    label: plainLine(label),
    description: description === undefined ? undefined : plainLine(description),
    tooltip: tooltip === undefined ? undefined : plainText(tooltip),
  };
}

/** Number of characters that fit in a narrow side bar. */
const narrow = 38;
const mostLines = 6;

/** Splits a long text into labels for several rows, since tree rows do not wrap. */
export function wrapLabel(text: string): readonly [string, ...string[]] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const lines: [string, ...string[]] = [''];
  for (const word of words) {
    const line = lines[lines.length - 1] ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= narrow) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  const [first, ...others] = lines;
  if (others.length < mostLines) return lines;
  return [first, ...others.slice(0, mostLines - 2), `${others[mostLines - 2] ?? ''} …`];
}
