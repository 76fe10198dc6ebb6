/** Where in a YAML file somebody types: found by indentation, since a file that is being typed seldom parses. */
export interface YamlCursor {
  /** Keys from the top to the map or list that is typed in; `[]` for an item of a list. */
  readonly path: readonly string[];
  /** The key whose value is typed; undefined where a key or an item is typed. */
  readonly key: string | undefined;
  /** Keys beside the cursor in the same map, with what stands behind them on their line. */
  readonly siblings: ReadonlyMap<string, string>;
  /** What has been typed of the word, and at which column it begins; from 0. */
  readonly typed: string;
  readonly start: number;
}

export const listItem = '[]';

interface Line {
  /** Column of the dash that begins an item. */
  readonly dash: number | undefined;
  /** Column of the content. */
  readonly indent: number;
  readonly key: string | undefined;
  readonly value: string;
}

/** No file that people type in has more lines. */
const mostLines = 20_000;

/** @param line @param column both from 0. */
export function findYamlCursor(text: string, line: number, column: number): YamlCursor | undefined {
  const lines = text.split(/\r\n|\r|\n/u, mostLines);
  const written = lines[line];
  if (written === undefined) return undefined;
  const before = written.slice(0, column);
  // In a comment, or behind text in quotes that is finished.
  if (/(?:^|\s)#/u.test(before)) return undefined;
  const current = readLine(before);
  const typed = current.key === undefined ? before.slice(current.indent) : current.value;
  const above = lines.slice(0, line).map(readLine);
  const { path, level } = findPath(current, above);
  return {
    path,
    key: current.key,
    // What stands above a dash belongs to another item.
    siblings: siblingsAt(current.dash === undefined ? above : [], lines.slice(line + 1).map(readLine), level),
    typed,
    start: before.length - typed.length,
  };
}

function readLine(text: string): Line {
  const parts = /^(\s*)(-(?:\s+|$))?(?:(["']?)([^\s"'#:][^"':]*)\3\s*:(?=\s|$)\s*)?(.*)$/u.exec(text);
  const [, blanks = '', bullet = '', , key, value = ''] = parts ?? [];
  const indent = blanks.length + bullet.length;
  if (value.trimStart().startsWith('#') && key === undefined)
    return { dash: undefined, indent: Infinity, key: undefined, value: '' };
  return { dash: bullet === '' ? undefined : blanks.length, indent, key, value };
}

/** The keys around the current line, and the column of the map's keys that it belongs to. */
function findPath(current: Line, above: readonly Line[]): { path: string[]; level: number } {
  const climb = { path: [] as string[], level: current.indent, inList: false };
  const enterItem = (dash: number): void => {
    climb.path.unshift(listItem);
    climb.level = dash;
    climb.inList = true;
  };
  if (current.dash !== undefined) enterItem(current.dash);
  for (const line of above.toReversed()) {
    if (climb.level === 0 && !climb.inList) break;
    if (line.key === undefined && line.dash === undefined) continue;
    const { level, inList } = climb;
    const isOuter = line.indent < level || (inList && line.indent === level && line.dash === undefined);
    if (isOuter && line.key !== undefined && line.value.trim() === '') {
      climb.path.unshift(line.key);
      climb.level = line.indent;
      climb.inList = false;
    } else if (inList || line.indent !== level) continue;
    if (line.dash !== undefined) enterItem(line.dash);
  }
  return { path: climb.path, level: current.indent };
}

function siblingsAt(above: readonly Line[], below: readonly Line[], level: number): Map<string, string> {
  const siblings = new Map<string, string>();
  const walk = (lines: readonly Line[], direction: 'up' | 'down'): void => {
    for (const line of lines) {
      if (line.key === undefined && line.dash === undefined) continue;
      if (line.indent < level || (direction === 'down' && line.dash !== undefined && line.indent === level)) return;
      if (line.indent === level && line.key !== undefined) siblings.set(line.key, line.value.trim());
      if (line.indent === level && line.dash !== undefined) return;
    }
  };
  walk(above.toReversed(), 'up');
  walk(below, 'down');
  return siblings;
}
