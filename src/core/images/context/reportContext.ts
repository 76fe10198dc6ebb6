import { basename, join } from 'node:path';
import type { DockerfileInstruction } from '../../project/dockerfile/parseDockerfile.ts';
import { formatBytes } from '../../text/formatBytes.ts';
import type { ContextHazard } from './contextHazard.ts';
import type { ContextSummary } from './contextSummary.ts';
import { copiedFiles } from './copiedFiles.ts';

/** From here on sending takes longer than most builds, and is seldom meant. */
const many = { entries: 20_000, bytes: 200_000_000 } as const;
const shown = 5;

export interface ReportedContext {
  /** Absolute. */
  readonly context: string;
  readonly summary: ContextSummary;
  readonly instructions: readonly DockerfileInstruction[];
}

const looks: Record<ContextHazard, string> = {
  patientData: 'medical images, perhaps of patients,',
  secret: 'a secret',
};

/** What a person should know before a context is sent: that it is large, or what it would bake into the image. */
export function reportContext({ context, summary, instructions }: ReportedContext): string[] {
  const isCopied = copiedFiles(instructions);
  const ignoreFile = join(context, '.dockerignore');
  const warnings = (['patientData', 'secret'] as const).flatMap((hazard) => {
    const found = summary.hazards.filter((one) => one.hazard === hazard && isCopied(one.path)).map(({ path }) => path);
    if (found.length === 0) return [];
    const several = hazard === 'secret' && found.length > 1 ? 'secrets' : looks[hazard];
    return [
      `${context}: what looks like ${several} is about to be baked into the image: ${list(found)}. ` +
        `Unless that is meant, add to ${ignoreFile}: ${patternsFor(hazard, found).join('  ')}`,
    ];
  });
  if (summary.entries > many.entries || summary.bytes > many.bytes) {
    const biggest = summary.biggest.slice(0, shown).map(({ path, size }) => `${path} (${formatBytes(size)})`);
    warnings.push(
      `${context}: ${summary.entries} files and folders, ${formatBytes(summary.bytes)}, are sent to the Docker Engine. ` +
        `The biggest: ${biggest.join(', ')}. Add what the image does not need to ${ignoreFile}.`,
    );
  }
  return warnings;
}

function list(paths: readonly string[]): string {
  const more = paths.length - shown;
  return `${paths.slice(0, shown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The lines for .dockerignore: by kind of file for images, by name for secrets. */
function patternsFor(hazard: ContextHazard, paths: readonly string[]): string[] {
  const lines = hazard === 'secret' ? paths : paths.map((path) => `**/*${endingOf(path)}`);
  return [...new Set(lines)].slice(0, shown);
}

function endingOf(path: string): string {
  return /\.nii\.gz$/i.exec(path)?.[0] ?? /\.[^.]+$/.exec(basename(path))?.[0] ?? basename(path);
}
