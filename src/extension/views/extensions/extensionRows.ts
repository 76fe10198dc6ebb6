import { describePod } from '../../../core/platform/catalogue/pods.ts';
import type { CatalogueExtension, CatalogueRelease } from '../../../core/platform/catalogue/readCatalogue.ts';
import type { BrokenEntry } from '../../../core/platform/schemas/extensionList.ts';
import { hardwareWord, kindWord, maturityWord } from '../chartWords.ts';
import type { Translate } from '../../ui/translate.ts';
import { shorten, type TreeRow } from '../treeRow.ts';
import { describeState, stateText, type StateDescription } from './describeState.ts';
import { extensionContext, instanceContext } from './extensionContext.ts';
import type { ReportedError } from '../../../core/jobs/jobEvent.ts';
import { errorRows, type RowAction } from '../errorRow.ts';

/** The target of the view's commands. */
export type ExtensionSubject =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'extension';
      readonly extension: CatalogueExtension;
      /** Of a single-installable extension. */
      readonly release: CatalogueRelease | undefined;
    }
  | { readonly kind: 'instance'; readonly extension: CatalogueExtension; readonly release: CatalogueRelease };

export type ExtensionRow = TreeRow<ExtensionSubject>;
export type Layout = 'grouped' | 'flat';

export interface ExtensionRowsOptions {
  readonly shown: readonly CatalogueExtension[];
  readonly broken: readonly BrokenEntry[];
  readonly layout: Layout;
  readonly translate: Translate;
}

export function extensionRows({ shown, broken, layout, translate }: ExtensionRowsOptions): ExtensionRow[] {
  const rowOf = (extension: CatalogueExtension): ExtensionRow => extensionRow(extension, translate);
  const brokenRows = broken.map((entry, index) => brokenRow(entry, index, translate));
  if (layout === 'flat') return [...shown.map(rowOf), ...brokenRows];
  const groupOf = ({ releases, kind }: CatalogueExtension): GroupName =>
    releases.length > 0 ? 'Installed' : (groupOfKind[kind] ?? 'Other');
  return groupNames.flatMap((name) => {
    const children = shown.filter((extension) => groupOf(extension) === name).map(rowOf);
    if (name === 'Other') children.push(...brokenRows);
    return children.length === 0 ? [] : [groupRow(name, children, translate)];
  });
}

const groupNames = ['Installed', 'Workflows', 'Applications', 'Other'] as const;
type GroupName = (typeof groupNames)[number];
const groupOfKind: Readonly<Record<string, GroupName>> = { workflow: 'Workflows', application: 'Applications' };

function groupTitle(name: GroupName, translate: Translate): string {
  switch (name) {
    case 'Installed':
      return translate('Installed');
    case 'Workflows':
      return translate('Workflows');
    case 'Applications':
      return translate('Applications');
    case 'Other':
      return translate('Other');
  }
}

function groupRow(name: GroupName, children: readonly ExtensionRow[], translate: Translate): ExtensionRow {
  return {
    id: `group:${name}`,
    label: groupTitle(name, translate),
    description: String(children.length),
    icon: name === 'Installed' ? 'folder-active' : 'folder',
    context: 'group',
    subject: { kind: 'none' },
    children,
    expanded: true,
  };
}

function extensionRow(extension: CatalogueExtension, translate: Translate): ExtensionRow {
  const { chart, title, multiInstallable, releases, versions } = extension;
  const release = multiInstallable ? undefined : releases[0];
  const state = describeState(release?.state, translate);
  const count = releases.length;
  const version = release?.version ?? versions[0] ?? '';
  const words = multiInstallable
    ? count === 0
      ? translate('not launched')
      : translate('{0} launched', String(count))
    : stateText(state);
  const children =
    multiInstallable && count > 0 ? releases.map((item) => instanceRow(extension, item, translate)) : undefined;
  return {
    // The workbench keeps a row collapsed if it had no children before.
    id: `${children === undefined ? 'extension' : 'launched'}:${chart}`,
    label: title,
    // The state comes first, since a narrow side bar cuts off the end.
    description: shorten([words, version].filter(Boolean).join(' · ')),
    tooltip: tooltipOf(extension, release, state, translate),
    icon: multiInstallable ? 'multiple-windows' : state.icon,
    color: multiInstallable ? undefined : state.color,
    context: extensionContext(extension, release),
    subject: { kind: 'extension', extension, release },
    children,
    expanded: true,
    command: showDetails(translate),
  };
}

function showDetails(translate: Translate): ExtensionRow['command'] {
  return { id: 'kaapanaEdk.showDetails', title: translate('Show Details'), when: 'clickedTwice' };
}

function instanceRow(extension: CatalogueExtension, release: CatalogueRelease, translate: Translate): ExtensionRow {
  const state = describeState(release.state, translate);
  return {
    id: `release:${release.name}`,
    label: release.title,
    description: shorten([stateText(state), release.version].filter(Boolean).join(' · ')),
    tooltip: tooltipOf(extension, release, state, translate),
    icon: state.icon,
    color: state.color,
    context: instanceContext(release),
    subject: { kind: 'instance', extension, release },
    command: showDetails(translate),
  };
}

function brokenRow({ name, reason }: BrokenEntry, index: number, translate: Translate): ExtensionRow {
  return {
    id: `broken:${name}:${index}`,
    label: shorten(name, 60),
    description: shorten(translate('cannot be read: {0}', reason)),
    tooltip: `${name}\n${reason}`,
    icon: 'question',
    color: 'list.warningForeground',
    context: 'broken',
    subject: { kind: 'none' },
  };
}

function tooltipOf(
  extension: CatalogueExtension,
  release: CatalogueRelease | undefined,
  state: StateDescription,
  translate: Translate,
): string {
  const { title, chart, description, kind, maturity, hardware, versions } = extension;
  const newest = versions[0];
  const pods = release?.pods.map((pod) => `  ${describePod(pod)}`) ?? [];
  return [
    `${title} (${release?.name ?? chart})`,
    ...(description === '' ? [] : [description]),
    [kindWord(kind, translate), maturityWord(maturity, translate), hardwareWord(hardware, translate)].join(', '),
    ...(release === undefined ? [] : [stateText(state)]),
    ...pods,
    ...(release !== undefined && newest !== undefined && newest !== release.version
      ? [translate('Version {0} is also available.', newest)]
      : []),
  ].join('\n');
}

/** Rows shown if the platform's list cannot be loaded. */
export function platformErrorRows(error: ReportedError, translate: Translate): ExtensionRow[] {
  const retry: RowAction = { id: 'kaapanaEdk.refreshExtensions', title: translate('Retry'), icon: 'refresh' };
  const start: RowAction = {
    id: 'kaapanaEdk.startPlatform',
    title: translate('Start Local Platform'),
    icon: 'debug-start',
  };
  const connect: RowAction = {
    id: 'kaapanaEdk.connectPlatform',
    title: translate('Connect to Platform'),
    icon: 'plug',
  };
  const signIn: RowAction = { id: 'kaapanaEdk.signIn', title: translate('Sign In'), icon: 'account' };
  const actions =
    error.code === 'platform.notConfigured'
      ? [start, connect, retry]
      : error.code === 'platform.unreachable'
        ? [retry, start, connect]
        : error.code === 'platform.notSignedIn'
          ? [signIn, retry, connect]
          : [retry, connect];
  return errorRows('extensions', { error, actions, subject: { kind: 'none' }, translate });
}
