import { relative } from 'node:path';
import pc from 'picocolors';
import { countFindings, type Finding } from '../../core/checks/finding.ts';
import { plainLine } from '../../core/text/plainText.ts';
import type { ImageOrigin, ResolvedReference } from '../../core/checks/facts.ts';
import { formatTable } from './formatTable.ts';

const marks = { error: pc.red('✖'), warning: pc.yellow('!'), hint: pc.blue('i') } as const;

/** Findings as lines for a terminal: what, where, why and what to do. The last line counts them. */
export function formatFindings(findings: readonly Finding[], folder: string): string {
  if (findings.length === 0) return `${pc.green('✔')} No problems found.`;
  return [...findings.map((finding) => formatFinding(finding, folder)), `Found ${countFindings(findings)}.`].join(
    '\n\n',
  );
}

function formatFinding(finding: Finding, folder: string): string {
  const { severity, message, range, rule, why, remedy } = finding;
  const place = `${plainLine(relative(folder, range.file) || range.file)}:${range.line}:${range.column}`;
  return [
    `${marks[severity]} ${pc.bold(plainLine(message))}`,
    `  ${pc.cyan(place)}`,
    `  ${why}`,
    `  ${pc.green('→')} ${remedy} ${pc.dim(`(${rule})`)}`,
  ].join('\n');
}

const words: Readonly<Record<ImageOrigin, string>> = {
  project: 'built by this project',
  registry: 'in the local registry',
  platform: "in the platform's registry",
  elsewhere: 'in another registry',
  nowhere: 'NOT FOUND',
  unknown: 'unknown',
};

/** A table of the images that an extension runs, and where each comes from. */
export function formatReferences(references: readonly ResolvedReference[], folder: string): string {
  const rows = references.map(({ by, range, image, origin, note }) => {
    const place = `${relative(folder, range.file)}:${range.line}`;
    const state = note === undefined ? words[origin] : `${words[origin]}: ${note}`;
    const whose = by === relative(folder, range.file) ? place : `${by} (${place})`;
    return [image?.registry ?? '', image?.repository ?? '', image?.tag ?? '', state, whose];
  });
  return formatTable(['REGISTRY', 'IMAGE', 'TAG', 'SOURCE', 'USED BY'], rows, 'No images are used.');
}

export function referenceForMachines({ by, range, reference, image, own, origin, note }: ResolvedReference): object {
  const builtFrom = own?.file.file;
  return {
    by,
    range,
    reference,
    registry: image?.registry,
    name: image?.repository,
    tag: image?.tag,
    origin,
    note,
    builtFrom,
  };
}
