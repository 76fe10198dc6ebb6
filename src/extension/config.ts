import * as vscode from 'vscode';
import type { SettingFlags } from '../core/settings/resolveSettings.ts';

/** The person's settings as the flags that `edk` takes; an empty one counts as not set. */
export function readConfig(): SettingFlags {
  const section = vscode.workspace.getConfiguration('kaapanaEdk');
  const read = (name: string): string | undefined => {
    const value: unknown = section.get(name);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  return {
    platformUrl: read('platformUrl'),
    platformProject: read('platformProject'),
    registry: read('registry'),
    buildVersion: read('buildVersion'),
  };
}

/** How the parameters of an extension are asked for. */
export type FormsChoice = 'automatic' | 'panel' | 'native';

export function readFormsChoice(): FormsChoice {
  const value: unknown = vscode.workspace.getConfiguration('kaapanaEdk').get('forms');
  return value === 'panel' || value === 'native' ? value : 'automatic';
}

export function onDidChangeConfig(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('kaapanaEdk')) listener();
  });
}
