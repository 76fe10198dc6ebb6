import { join, relative } from 'node:path';
import type { StagedChart } from './stagedChart.ts';

/** The person's file behind `<chart>/charts/<chart>/templates/x.yaml`; undefined when it is not from this chart. */
export function sourceOf(templatePath: string, staged: StagedChart): string | undefined {
  if (!templatePath.startsWith(`${staged.name}/`)) return undefined;
  const path = templatePath.slice(staged.name.length + 1);
  const parts = staged.parts
    .map((part) => ({ source: part.source, prefix: relative(staged.folder, part.folder) }))
    .filter(({ prefix }) => prefix === '' || path.startsWith(`${prefix}/`))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  const [part] = parts;
  if (part === undefined) return undefined;
  const inner = part.prefix === '' ? path : path.slice(part.prefix.length + 1);
  // An archive in charts/ has no files of its own on disk.
  return inner.startsWith('charts/') ? undefined : join(part.source, inner);
}
