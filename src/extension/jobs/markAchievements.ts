import type * as vscode from 'vscode';
import { setContextKey } from '../contextKeys.ts';
import type { JobStarter } from './jobStarter.ts';

/** Completes the walkthrough's steps. */
export function markAchievements({ onDidEnd }: JobStarter): vscode.Disposable {
  return onDidEnd(({ verb, result }) => {
    if (result.outcome !== 'succeeded') return;
    if (verb === 'init') setContextKey('kaapanaEdk.hasInitialized', true);
    if (verb === 'deploy') setContextKey('kaapanaEdk.hasDeployed', true);
  });
}
