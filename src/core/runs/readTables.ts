import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { parseJson } from '../text/parseJson.ts';

/** Rows of a CSV file as texts; the first one are the names of the columns. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Larger files are tables for other programs. In bytes. */
export const largestTable = 32 * 1024 * 1024;

/** A CSV file with commas, semicolons or tabs between its columns; undefined for text that is none. */
export function readCsv(text: string): Table | undefined {
  const [line = ''] = text.split('\n', 1);
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  const [best] = counts.sort((a, b) => b.count - a.count);
  try {
    const records: string[][] = parse(text, {
      bom: true,
      delimiter: best?.delimiter ?? ',',
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
    const [header, ...rows] = records;
    return header === undefined ? undefined : { header, rows };
  } catch {
    return undefined;
  }
}

/** A value in a file: where it stands in it, and what it is. */
export interface FoundValue {
  readonly path: string;
  readonly value: string | number | boolean | null;
}

/** So many values of one file are compared and shown. */
const mostValues = 20_000;

/** Every value of a JSON file by its path, such as `features.volume` or `series.0.mean`; undefined for what is no JSON. */
export function readJsonValues(text: string): readonly FoundValue[] | undefined {
  const root = parseJson(text, z.unknown());
  if (root === undefined) return undefined;
  const found: FoundValue[] = [];
  const visit = (value: unknown, path: string, depth: number): void => {
    if (found.length >= mostValues || depth > 32) return;
    if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) visit(item, path === '' ? key : `${path}.${key}`, depth + 1);
    } else if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) {
      found.push({ path, value: value as FoundValue['value'] });
    }
  };
  visit(root, '', 0);
  return found;
}

/** The values of a table by row and column; a row is named by its first column where that tells the rows apart. */
export function tableValues({ header, rows }: Table): readonly FoundValue[] {
  const names = rows.map((row) => row[0] ?? '');
  const isName = new Set(names).size === names.length && names.every((name) => name !== '' && !isNumber(name));
  return rows.slice(0, mostValues).flatMap((row, index) =>
    row.map((text, column) => ({
      path: `${isName ? (names[index] ?? '') : `row ${index + 1}`} · ${header[column] ?? `column ${column + 1}`}`,
      value: isNumber(text) ? Number(text) : text,
    })),
  );
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
