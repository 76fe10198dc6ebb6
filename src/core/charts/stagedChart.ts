import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parse } from 'semver';
import { EdkError } from '../errors/edkError.ts';
import type { Chart } from '../project/chart.ts';

/** A copy of a chart that is ready for Helm: versions set, dependencies in `charts/`. */
export interface StagedChart {
  readonly source: Chart;
  /** The copy. */
  readonly folder: string;
  readonly name: string;
  /** Version of the copy: no hyphen in it. */
  readonly version: string;
  /** The chart and every chart staged into it, with where it came from. */
  readonly parts: readonly StagedPart[];
  /** What the person should know of it. */
  readonly notes: readonly StagingNote[];
  /** Folders in which Helm still has to fetch dependencies from repositories, innermost first. */
  readonly foldersToUpdate: readonly string[];
}

/** `warning`: the person's files say otherwise; `remark`: it has to be so with what is there. */
export interface StagingNote {
  readonly kind: 'warning' | 'remark';
  /** A whole sentence. */
  readonly text: string;
}

export interface StagedPart {
  readonly folder: string;
  readonly source: string;
  readonly name: string;
  readonly version: string;
  /** What Helm packs it as: a chart that lies in `charts/` of the one around it stays a folder. */
  readonly form: 'folder' | 'archive';
}

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

/**
 * The version of the packaged chart for a build version: what follows the first hyphen becomes build metadata with dots
 * (`0.6.1-12-gabc1234` -> `0.6.1+12.gabc1234`), because the platform splits the name of an uploaded file at its last
 * hyphen into name and version.
 *
 * @throws EdkError `settings.invalid` when the build version is no semantic version.
 */
export function chartVersion(buildVersion: string): string {
  const version = parse(buildVersion);
  if (version === null) {
    throw new EdkError(
      'settings.invalid',
      `The build version "${buildVersion}" is not a semantic version such as 0.6.0.`,
      {
        remedy: 'Set KAAPANA_BUILD_VERSION to the platform version, for example 0.6.0.',
      },
    );
  }
  const core = `${version.major}.${version.minor}.${version.patch}`;
  const details = [...version.prerelease, ...version.build]
    .join('.')
    .replaceAll('-', '.')
    .replace(/\.{2,}/gu, '.');
  const metadata = details.replace(/^\.|\.$/gu, '');
  return metadata === '' ? core : `${core}+${metadata}`;
}

/**
 * SHA-256 over everything that decides what Helm makes of a staged chart: the paths and contents of its files and the
 * values that it is rendered with. Equal ones mean that packaging would change nothing but times.
 */
export async function chartFingerprint(staged: StagedChart, values: unknown): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(staged.folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const named = files.map((file) => ({ file, path: relative(staged.folder, file).split(sep).join('/') }));
  for (const { file, path } of named.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const bytes = await readFile(file);
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.update(JSON.stringify([staged.name, staged.version, values])).digest('hex');
}
