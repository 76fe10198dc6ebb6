import * as vscode from 'vscode';
import { EdkError } from '../../core/errors/edkError.ts';

/** @throws EdkError `workspace.untrusted`. @param what the refused action, e.g. `Uninstall`. */
export function requireTrust(what: string): void {
  if (vscode.workspace.isTrusted) return;
  throw new EdkError('workspace.untrusted', vscode.l10n.t('{0} requires a trusted workspace.', what));
}
