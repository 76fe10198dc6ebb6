import { describePod, type Pod } from '../../../core/platform/catalogue/pods.ts';
import type { CatalogueExtension, CatalogueRelease } from '../../../core/platform/catalogue/readCatalogue.ts';
import type { ChartStatus } from '../../../core/platform/platformApi.ts';
import type { Translate } from '../../ui/translate.ts';
import { describeState, stateText } from './describeState.ts';

export interface StatusFacts {
  readonly releaseName: string;
  /** Undefined if Helm does not know the release. */
  readonly helm: ChartStatus | undefined;
  /** From the list, which may be 30 s behind. */
  readonly listed: { readonly extension: CatalogueExtension; readonly release: CatalogueRelease } | undefined;
  readonly platform: string;
  readonly time: Date;
}

/** Everything known about a release, as text to read or share. */
export function formatStatus(facts: StatusFacts, translate: Translate): string {
  const { releaseName, helm, listed, platform, time } = facts;
  const state =
    helm === undefined
      ? translate('not installed')
      : listed === undefined
        ? translate('not listed by the platform yet')
        : stateText(describeState(listed.release.state, translate));
  const asOf = `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [translate('Release'), releaseName],
    [translate('Extension'), listed === undefined ? undefined : nameOf(listed.extension)],
    [translate('Version'), listed?.release.version],
    [translate('State'), state],
    ['Helm', helm === undefined ? translate('no such release') : joinFacts([helm.helmStatus, helm.description])],
    [translate('Last deployed'), helm?.lastDeployed],
    [
      translate('Links'),
      listed === undefined || listed.release.links.length === 0 ? undefined : listed.release.links.join('  '),
    ],
    [translate('Platform'), platform],
    [translate('As of'), translate('{0}; pods may be up to 30 s older', asOf)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  const head = rows.flatMap(([name, text]) => (text === undefined ? [] : [`${name.padEnd(width)}${text}`]));
  const pods = helm === undefined ? [] : (listed?.release.pods ?? []);
  return [...head, '', ...podLines(pods, translate), ''].join('\n');
}

function podLines(pods: readonly Pod[], translate: Translate): string[] {
  if (pods.length === 0) return [translate('No pods.')];
  const table = [
    [translate('POD'), translate('STATUS'), translate('READY'), translate('RESTARTS'), translate('AGE')],
    ...pods.map(({ name, status, ready, restarts, ageMs }) => [
      name ?? translate('(unnamed)'),
      status,
      ready ?? '',
      String(restarts),
      ageMs === undefined ? '' : formatAge(ageMs),
    ]),
  ];
  const widths = table[0]?.map((_title, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const reasons = pods.filter(({ message }) => (message ?? '') !== '').map((pod) => describePod(pod));
  return reasons.length === 0 ? lines : [...lines, '', ...reasons];
}

/** `45s`, `12m`, `3h`, `2d` */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}m`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

function joinFacts(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(': ');
}

function nameOf({ title, chart }: CatalogueExtension): string {
  return title === chart ? chart : `${title} (${chart})`;
}
