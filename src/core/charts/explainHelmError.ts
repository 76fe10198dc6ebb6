import { join } from 'node:path';
import type { ErrorCode } from '../errors/catalogue.ts';
import { EdkError, type SourcePlace } from '../errors/edkError.ts';
import { sourceOf, type StagedChart } from './stagedChart.ts';

export interface HelmFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly staged: StagedChart;
  readonly remedy?: string | undefined;
}

/** Turns a failed Helm call into an error that names the person's own file, not the staged copy. */
export function explainHelmError(error: unknown, { code, message, staged, remedy }: HelmFailure): unknown {
  if (!(error instanceof EdkError) || error.code !== 'tool.failed') return error;
  const output = error.detail ?? '';
  const place = findPlace(output, staged);
  const where = place === undefined ? '' : ` See ${[place.file, place.line, place.column].filter(Boolean).join(':')}.`;
  return new EdkError(code, `${message}${where}`, { detail: ownPaths(output, staged), place, remedy, cause: error });
}

/**
 * The place that Helm names. Errors inside includes name several: the last one is where it went wrong. Helm counts
 * columns from 0, and lines of YAML errors in the rendered text, which helps nobody.
 */
function findPlace(output: string, staged: StagedChart): SourcePlace | undefined {
  const withLine = [...output.matchAll(/([^\s:()"'[\]]+\.(?:ya?ml|tpl|txt)):(\d+)(?::(\d+))?/gu)];
  for (const [, path, line, column] of withLine.reverse()) {
    const file = sourceOf(path ?? '', staged);
    if (file === undefined) continue;
    return { file, line: Number(line), ...(column === undefined ? {} : { column: Number(column) + 1 }) };
  }
  const file = /YAML parse error on ([^\s:]+)/u.exec(output)?.[1] ?? /^\[ERROR\] ([^\s:]+\.ya?ml):/mu.exec(output)?.[1];
  const source = file === undefined ? undefined : (sourceOf(file, staged) ?? ownFile(file, staged));
  return source === undefined ? undefined : { file: source };
}

function ownFile(path: string, staged: StagedChart): string | undefined {
  return path.includes('/') && !path.startsWith('templates/') ? undefined : join(staged.source.folder, path);
}

function ownPaths(output: string, staged: StagedChart): string {
  const parts = staged.parts.toSorted((a, b) => b.folder.length - a.folder.length);
  return parts.reduce((text, part) => text.replaceAll(part.folder, part.source), output);
}
