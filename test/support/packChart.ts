import { writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** An entry of an archive: text, or a link to a path. */
export type PackedEntry = string | { readonly linkTo: string };

/** Writes a .tgz with these entries, in order, under exactly these names. */
export async function packEntries(file: string, entries: readonly (readonly [string, PackedEntry])[]): Promise<string> {
  const tar = pack();
  for (const [name, entry] of entries) {
    if (typeof entry === 'string') tar.entry({ name }, entry);
    else tar.entry({ name, type: 'symlink', linkname: entry.linkTo });
  }
  tar.finalize();
  writeFileSync(file, gzipSync(await buffer(tar)));
  return file;
}

/** A small chart that the platform would list. */
export function chartEntries(
  name: string,
  { version = '0.6.0', keywords = ['kaapanaworkflow'], values = 'global: {}' }: ChartChanges = {},
): [string, PackedEntry][] {
  const chart = ['apiVersion: v2', `name: ${name}`, `version: ${version}`, `keywords: ${JSON.stringify(keywords)}`];
  return [
    [`${name}/Chart.yaml`, chart.join('\n')],
    [`${name}/values.yaml`, values],
    [`${name}/charts/part/Chart.yaml`, 'name: part\nversion: 0.0.0'],
  ];
}

export interface ChartChanges {
  readonly version?: string;
  readonly keywords?: readonly string[];
  readonly values?: string;
}
