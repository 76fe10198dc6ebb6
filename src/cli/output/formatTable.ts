import pc from 'picocolors';
import { plainLine } from '../../core/text/plainText.ts';

/** Columns as wide as their widest cell, two spaces apart. `empty` takes the place of a table without rows. */
export function formatTable(header: readonly string[], cells: readonly (readonly string[])[], empty: string): string {
  const rows = cells.map((row) => row.map(plainLine));
  if (rows.length === 0) return pc.dim(empty);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [pc.bold(line(header)), ...rows.map(line)].join('\n');
}
