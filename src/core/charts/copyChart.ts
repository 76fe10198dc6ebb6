import { chmod, copyFile, mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';

/** Lock files name what was resolved before staging; `.git` may be large. */
const leftOut = new Set(['.git', 'Chart.lock', 'requirements.lock']);

/** Deeper than any chart; links to a folder above themselves end here. */
const deepest = 30;

/**
 * Copies a chart's files. Links are followed inside the chart, so that the copy has no links.
 *
 * @throws EdkError `context.escapes` for a link out of the chart, `chart.invalid` for what is neither file nor folder
 * or leads nowhere, `disk.full`, `disk.forbidden`.
 */
export async function copyChart(source: string, target: string): Promise<void> {
  await copyFolder(source, target, { root: await realpath(source), depth: 0 });
}

interface Position {
  readonly root: string;
  readonly depth: number;
}

async function copyFolder(source: string, target: string, { root, depth }: Position): Promise<void> {
  if (depth > deepest) throw invalid(source, 'is nested too deeply, or is a link to a parent folder');
  const entries = await explained(source, readdir(source, { withFileTypes: true }));
  await explained(target, mkdir(target, { recursive: true }));
  for (const entry of entries) {
    if (leftOut.has(entry.name)) continue;
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    const found = entry.isSymbolicLink() ? await followLink(from, root) : entry;
    if (found.isDirectory()) await copyFolder(from, to, { root, depth: depth + 1 });
    else if (found.isFile()) await copyOne(from, to);
    else throw invalid(from, 'is neither a file nor a folder');
  }
}

/** In bytes, of one file: Helm refuses a chart that is larger as a whole. */
const largestFile = 100 * 1024 * 1024;

async function copyOne(from: string, to: string): Promise<void> {
  const { size } = await explained(from, stat(from));
  if (size > largestFile) throw invalid(from, 'is larger than 100 MiB, the most that Helm accepts');
  await explained(from, copyFile(from, to));
  // The copy is edited, and a file that is read-only for the user would refuse that.
  await explained(to, chmod(to, 0o644));
}

async function followLink(link: string, root: string) {
  const end = await realpath(link).catch((error: unknown) => {
    throw invalid(link, 'is a broken link', error);
  });
  if (end !== root && relative(root, end).split(sep)[0] === '..') {
    throw new EdkError('context.escapes', `${link} is a link out of the chart, to ${end}.`, {
      place: { file: link },
      remedy: 'Replace the link with a copy of the file.',
    });
  }
  return explained(end, stat(end));
}

async function explained<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw explainFileError(error, file);
  }
}

function invalid(file: string, reason: string, cause?: unknown): EdkError {
  return new EdkError('chart.invalid', `${file} ${reason}.`, {
    place: { file },
    remedy: 'Remove it from the chart folder.',
    cause,
  });
}
