import type { DetailsAction } from '../../../shared/panels/detailsMessages.ts';
import type { PlatformCommandId } from '../../ui/commandIds.ts';
import type { Translate } from '../../ui/translate.ts';

interface OfferedAction extends DetailsAction {
  readonly id: PlatformCommandId;
  /** The word in the row's context that enables it, as in the manifest's menus. */
  readonly fits: string;
  /** Whether it requires a trusted workspace. */
  readonly changes: boolean;
}

/** The menu entries of a row with this context, as buttons. */
export function fittingActions(
  context: string,
  { isTrusted, translate }: { readonly isTrusted: boolean; readonly translate: Translate },
): DetailsAction[] {
  const words = context.split(' ');
  return offered(translate)
    .filter(({ fits, changes }) => words.includes(fits) && (isTrusted || !changes))
    .map(({ id, label, kind }) => ({ id, label, kind }));
}

function offered(translate: Translate): readonly OfferedAction[] {
  const main = { kind: 'main' } as const;
  const other = { kind: 'other', changes: false } as const;
  const changing = { kind: 'other', changes: true } as const;
  return [
    { id: 'kaapanaEdk.install', label: translate('Install...'), fits: 'installable', ...main, changes: true },
    { id: 'kaapanaEdk.launch', label: translate('Launch...'), fits: 'launchable', ...main, changes: true },
    { id: 'kaapanaEdk.openLink', label: translate('Open Application'), fits: 'openable', ...main, changes: false },
    { id: 'kaapanaEdk.installVersion', label: translate('Install Version...'), fits: 'versioned', ...changing },
    { id: 'kaapanaEdk.showStatus', label: translate('Show Status'), fits: 'release', ...other },
    { id: 'kaapanaEdk.openDocumentation', label: translate('Open Documentation'), fits: 'documented', ...other },
    { id: 'kaapanaEdk.copyReleaseName', label: translate('Copy Release Name'), fits: 'release', ...other },
    { id: 'kaapanaEdk.uninstall', label: translate('Uninstall'), fits: 'removable', ...changing },
    { id: 'kaapanaEdk.deleteRelease', label: translate('Delete'), fits: 'deletable', ...changing },
    { id: 'kaapanaEdk.forceUninstall', label: translate('Force Uninstall...'), fits: 'forcible', ...changing },
  ];
}
