import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { StagedChart } from './stagedChart.ts';

export interface ChartFingerprints {
  /** Of everything that decides what Helm makes of the chart: equal ones mean that packaging would change nothing but times. */
  readonly content: string;
  /** The same whatever tag the DAG image has: an edit of a script changes nothing else in the chart. */
  readonly shape: string;
}

/** SHA-256 over the paths and contents of a staged chart's files and the values it is rendered with. */
export async function chartFingerprints(
  staged: StagedChart,
  values: unknown,
  imageTag: string | undefined,
): Promise<ChartFingerprints> {
  const [content, shape] = [createHash('sha256'), createHash('sha256')];
  const entries = await readdir(staged.folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const named = files.map((file) => ({ file, path: relative(staged.folder, file).split(sep).join('/') }));
  for (const { file, path } of named.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const bytes = await readFile(file);
    content.update(`${path}\0${bytes.length}\0`).update(bytes);
    const untagged = imageTag === undefined ? bytes : withoutTag(bytes, imageTag);
    shape.update(`${path}\0${untagged.length}\0`).update(untagged);
  }
  const rest = JSON.stringify([staged.name, staged.version, values]);
  return { content: content.update(rest).digest('hex'), shape: shape.update(rest).digest('hex') };
}

function withoutTag(bytes: Buffer, tag: string): Buffer {
  return bytes.includes(tag) ? Buffer.from(bytes.toString('latin1').replaceAll(tag, '\0'), 'latin1') : bytes;
}
