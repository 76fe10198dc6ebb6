import type { BuiltImage, ImageWork } from '../../core/images/build/buildImage.ts';
import { describeReason } from '../../core/images/why/whyBuilt.ts';
import { formatBytes, formatDuration } from '../../core/text/formatAmounts.ts';
import type { HealthyRelease } from '../../core/platform/judgeRelease.ts';

/** Reasons per image with `--why`; the journal and `--json` have all of them. */
const mostReasons = 20;

export interface DescribeOptions {
  /** Adds why each image was built or skipped. */
  readonly why?: boolean | undefined;
}

/** One line per image with its pull reference and digest; below it, time, size and layers of its build. */
export function describeImages(images: readonly BuiltImage[], { why = false }: DescribeOptions = {}): string {
  return images.flatMap((built) => [lineOf(built), ...workLines(built), ...(why ? whyLines(built) : [])]).join('\n');
}

/** Only the images that were built; with `why`, all of them. */
export function describeWork(images: readonly BuiltImage[], { why = false }: DescribeOptions = {}): string {
  const told = why ? images : images.filter(({ outcome }) => outcome === 'built');
  return describeImages(told, { why });
}

export function imagesForMachines(images: readonly BuiltImage[]): readonly object[] {
  return images.map(({ image, outcome, digest, why, work, last }) => ({
    name: image.source.name,
    reference: image.pull.version,
    immutableReference: image.pull.immutable,
    digest,
    outcome,
    why,
    work,
    last,
  }));
}

function lineOf({ image, outcome, digest }: BuiltImage): string {
  return `  ${image.pull.version}  ${digest.slice(0, 19)}  ${outcome}`;
}

function workLines({ work, last }: BuiltImage): string[] {
  if (work === undefined) return [];
  const { buildMs, pushMs, steps, layers, bytesPushed, size } = work;
  const parts = [
    `${formatDuration(buildMs + pushMs)}${before(last?.durationMs, formatDuration)}`,
    ...(size === undefined ? [] : [`${formatBytes(size)}${sizeBefore(size, last)}`]),
    ...(steps.total === 0 ? [] : [`${steps.cached} of ${steps.total} steps cached`]),
    `${layers.pushed} of ${layers.pushed + layers.present} layers pushed (${formatBytes(bytesPushed)})`,
  ];
  return [`    ${parts.join(' · ')}`];
}

function before<T>(value: T | undefined, format: (value: T) => string): string {
  return value === undefined ? '' : ` (last time ${format(value)})`;
}

function sizeBefore(size: number, last: Pick<ImageWork, 'size'> | undefined): string {
  const difference = size - (last?.size ?? size);
  if (Math.abs(difference) < 1000) return '';
  return ` (${difference > 0 ? '+' : '-'}${formatBytes(Math.abs(difference))})`;
}

function whyLines({ why }: BuiltImage): string[] {
  const more = why.length - mostReasons;
  const lines = why.slice(0, mostReasons).map((reason) => `    because ${describeReason(reason)}`);
  return more > 0 ? [...lines, `    and ${more} more`] : lines;
}

interface DescribedRelease {
  readonly releaseName: string;
  readonly version: string;
  readonly state: HealthyRelease['kind'];
  readonly note?: string | undefined;
  readonly links: readonly string[];
}

const states = {
  running: 'is running',
  completed: 'is installed and ready to run',
  deployed: 'is installed',
} as const;

/** What was installed, with its note and links, one per line. */
export function describeRelease({ releaseName, version, state, note, links }: DescribedRelease): string {
  return [`${releaseName} ${version} ${states[state]}.`, ...(note === undefined ? [] : [note]), ...links].join('\n');
}
