import { basename, join } from 'node:path';
import type { ContextEntry } from './walkContext.ts';
import { formatBytes } from '../../text/formatAmounts.ts';

interface SizedFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/** Summary of a context; a build reads all of it and sends what COPY and ADD use. */
export interface ContextSummary {
  readonly entries: number;
  /** Of all files. */
  readonly bytes: number;
  /** Of the files that COPY and ADD use. */
  readonly copiedBytes: number;
  /** At most ten, the biggest first. */
  readonly biggest: readonly SizedFile[];
  /** Only files that COPY and ADD use, in the order of the walk; at most a hundred. */
  readonly hazards: readonly { readonly path: string; readonly hazard: ContextHazard }[];
}

const keptFiles = 10;
const keptHazards = 100;

/** Summarizes a context while it is walked. */
export class ContextCounter {
  readonly #isCopied: (path: string) => boolean;
  #entries = 0;
  #bytes = 0;
  #copiedBytes = 0;
  #biggest: SizedFile[] = [];
  readonly #hazards: { path: string; hazard: ContextHazard }[] = [];

  constructor(isCopied: (path: string) => boolean) {
    this.#isCopied = isCopied;
  }

  add(entry: ContextEntry): void {
    this.#entries += 1;
    if (entry.kind !== 'file') return;
    const { path, size } = entry;
    this.#bytes += size;
    if (size > (this.#biggest.at(keptFiles - 1)?.size ?? -1)) {
      this.#biggest = [...this.#biggest, { path, size }].sort((a, b) => b.size - a.size).slice(0, keptFiles);
    }
    if (!this.#isCopied(path)) return;
    this.#copiedBytes += size;
    const hazard = this.#hazards.length < keptHazards ? contextHazard(path) : undefined;
    if (hazard !== undefined) this.#hazards.push({ path, hazard });
  }

  get summary(): ContextSummary {
    return {
      entries: this.#entries,
      bytes: this.#bytes,
      copiedBytes: this.#copiedBytes,
      biggest: this.#biggest,
      hazards: this.#hazards,
    };
  }
}

/** What a file seems to be, judging by its name, that should hardly ever be in an image. */
type ContextHazard = 'patientData' | 'secret';

/** DICOM, NIfTI and other formats of medical images. */
const patientData = /\.(?:dcm|dicom|ima|nii|nii\.gz|nrrd|nhdr|mha|mhd|mgz)$/i;

const secrets: readonly RegExp[] = [
  // Example files are meant to be shared.
  /^\.env(?:\.(?!(?:example|sample|template|dist)$).+)?$/i,
  /^id_(?:rsa|dsa|ecdsa|ed25519)$/,
  /\.(?:key|p12|pfx|jks|keystore|ppk|kdbx)$/i,
  /key[^/]*\.pem$/i,
  /^\.(?:netrc|pypirc|git-credentials|pgpass|htpasswd)$/i,
  /^(?:kubeconfig|credentials\.json|service-account[^/]*\.json|secrets?\.ya?ml)$/i,
];

/** Folders that contain credentials. */
const secretPlaces = /(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.kube\/config|\.ssh\/[^/]+)$/;

/** @param path in the context, with forward slashes. */
export function contextHazard(path: string): ContextHazard | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (patientData.test(name)) return 'patientData';
  return secretPlaces.test(path) || secrets.some((sign) => sign.test(name)) ? 'secret' : undefined;
}

/** Above these, reading takes longer than most builds and is rarely intended. */
const many = { entries: 20_000, bytes: 200_000_000 } as const;
const shown = 5;

interface ReportedContext {
  /** Absolute. */
  readonly context: string;
  readonly summary: ContextSummary;
}

const looks: Record<ContextHazard, string> = {
  patientData: 'medical images, possibly of patients,',
  secret: 'a secret',
};

/** Warnings before a build: a large context, or files that should not become part of the image. */
export function reportContext({ context, summary }: ReportedContext): string[] {
  const ignoreFile = join(context, '.dockerignore');
  const warnings = (['patientData', 'secret'] as const).flatMap((hazard) => {
    const found = summary.hazards.filter((one) => one.hazard === hazard).map(({ path }) => path);
    if (found.length === 0) return [];
    const several = hazard === 'secret' && found.length > 1 ? 'secrets' : looks[hazard];
    return [
      `${context}: what looks like ${several} would become part of the image: ${list(found)}. ` +
        `If this is not intended, add to ${ignoreFile}: ${patternsFor(hazard, found).join('  ')}`,
    ];
  });
  if (summary.entries > many.entries || summary.bytes > many.bytes) {
    const biggest = summary.biggest.slice(0, shown).map(({ path, size }) => `${path} (${formatBytes(size)})`);
    warnings.push(
      `${context}: ${summary.entries} files and folders, ${formatBytes(summary.bytes)}, are scanned for each ` +
        `build, and what COPY or ADD takes is sent to the Docker Engine (${formatBytes(summary.copiedBytes)}). The biggest: ${biggest.join(', ')}. Add what the image does not need to ${ignoreFile}.`,
    );
  }
  return warnings;
}

function list(paths: readonly string[]): string {
  const more = paths.length - shown;
  return `${paths.slice(0, shown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Lines for .dockerignore: by file type for medical images, by name for secrets. */
function patternsFor(hazard: ContextHazard, paths: readonly string[]): string[] {
  const lines = hazard === 'secret' ? paths : paths.map((path) => `**/*${endingOf(path)}`);
  return [...new Set(lines)].slice(0, shown);
}

function endingOf(path: string): string {
  return /\.nii\.gz$/i.exec(path)?.[0] ?? /\.[^.]+$/.exec(basename(path))?.[0] ?? basename(path);
}
