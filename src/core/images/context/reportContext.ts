import { basename, join } from 'node:path';
import { formatBytes } from '../../text/formatBytes.ts';
import type { ContextHazard } from './contextHazard.ts';
import type { ContextSummary } from './contextSummary.ts';

/** From here on reading takes longer than most builds, and is seldom meant. */
const many = { entries: 20_000, bytes: 200_000_000 } as const;
const shown = 5;

export interface ReportedContext {
  /** Absolute. */
  readonly context: string;
  readonly summary: ContextSummary;
}

const looks: Record<ContextHazard, string> = {
  patientData: 'medical images, perhaps of patients,',
  secret: 'a secret',
};

/** What a person should know before a build: that the context is large, or what is about to be baked into the image. */
export function reportContext({ context, summary }: ReportedContext): string[] {
  const ignoreFile = join(context, '.dockerignore');
  const warnings = (['patientData', 'secret'] as const).flatMap((hazard) => {
    const found = summary.hazards.filter((one) => one.hazard === hazard).map(({ path }) => path);
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
      `${context}: ${summary.entries} files and folders, ${formatBytes(summary.bytes)}, are looked through for each ` +
        `build, and what COPY or ADD takes is sent to the Docker Engine (${formatBytes(summary.copiedBytes)}). The biggest: ${biggest.join(', ')}. Add what the image does not need to ${ignoreFile}.`,
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
