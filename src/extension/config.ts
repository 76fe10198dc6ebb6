import * as vscode from 'vscode';
import type { SettingFlags } from '../core/settings/resolveSettings.ts';
import { configFlags } from './settingFlags.ts';

/** The user's settings as `edk` flags. */
export function readConfig(): SettingFlags {
  const section = vscode.workspace.getConfiguration('kaapanaEdk');
  return configFlags((name) => section.get<unknown>(name));
}

/** How to ask for the parameters of an extension. */
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
