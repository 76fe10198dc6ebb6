import type { ReportedError } from '../../../core/jobs/jobEvent.ts';
import { errorRows, type RowAction } from '../errorRow.ts';
import type { Translate } from '../../ui/translate.ts';
import type { ExtensionRow } from './extensionRows.ts';

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
