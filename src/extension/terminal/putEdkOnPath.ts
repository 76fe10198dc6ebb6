import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';

/**
 * Puts `edk` on the PATH of the integrated terminals. The launcher in `scripts/bin` runs it with the Node that this
 * process runs on, as there may be no other. Not in untrusted workspaces, since edk follows their `edk.yaml`.
 */
export function putEdkOnPath({
  environmentVariableCollection: variables,
  extensionPath,
  subscriptions,
}: vscode.ExtensionContext): void {
  const offer = (): void => {
    variables.description = vscode.l10n.t('Adds the edk command, which builds and deploys extensions');
    variables.prepend('PATH', `${join(extensionPath, 'scripts', 'bin')}${delimiter}`);
    variables.replace('EDK_NODE', process.execPath);
  };
  if (vscode.workspace.isTrusted) offer();
  // Left over from an earlier session.
  else variables.clear();
  subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(offer));
}
