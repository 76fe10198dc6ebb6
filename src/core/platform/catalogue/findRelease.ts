import type { Deployment } from '../schemas/deployment.ts';
import type { ExtensionEntry } from '../schemas/extensionEntry.ts';

/** A release as the list shows it. */
export interface ListedRelease {
  readonly chartName: string;
  /** The installed version, which is not always the entry's newest one. */
  readonly version: string;
  readonly deployment: Deployment;
}

/** Every release of the list once: instances are repeated in all entries of their chart. */
export function listReleases(extensions: readonly ExtensionEntry[]): ListedRelease[] {
  const releases = new Map<string, ListedRelease>();
  for (const release of everyMention(extensions)) releases.set(release.deployment.deployment_id, release);
  return [...releases.values()];
}

/** The release as installed at that time; after a change of version the list may still show the one before. */
export function findRelease(
  extensions: readonly ExtensionEntry[],
  { releaseName, lastDeployed }: { readonly releaseName: string; readonly lastDeployed?: string | undefined },
): ListedRelease | undefined {
  return everyMention(extensions).find(
    ({ deployment }) => deployment.deployment_id === releaseName && isSameInstallation(deployment, lastDeployed),
  );
}

function everyMention(extensions: readonly ExtensionEntry[]): ListedRelease[] {
  return extensions.flatMap((entry) =>
    Object.entries(entry.available_versions).flatMap(([version, { deployments }]) =>
      (deployments ?? []).map((deployment) => ({ chartName: entry.chart_name, version, deployment })),
    ),
  );
}

/**
 * Whether the list speaks of the installation that Helm's status speaks of, not of one before. Both are clocks of the
 * same server; compared as written, without their zones. A form that is not known counts as the same.
 */
function isSameInstallation(deployment: Deployment, lastDeployed: string | undefined): boolean {
  const listed = readListedTime(deployment.helm_info?.updated ?? '');
  const current = readStatusTime(lastDeployed ?? '');
  return listed === undefined || current === undefined || Math.abs(listed - current) <= 1000;
}

function readListedTime(text: string): number | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/.exec(text);
  return parts === null ? undefined : readUtc(`${parts[1] ?? ''}T${parts[2] ?? ''}Z`);
}

/** `Sun Nov 22 08:48:50 2026` */
function readStatusTime(text: string): number | undefined {
  const parts = /^\w{3} (\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})$/.exec(text);
  return parts === null
    ? undefined
    : readUtc(`${parts[2] ?? ''} ${parts[1] ?? ''} ${parts[4] ?? ''} ${parts[3] ?? ''} UTC`);
}

function readUtc(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
