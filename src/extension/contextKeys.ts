import * as vscode from 'vscode';

/** What when-clauses of the manifest may ask. */
export interface ContextKeys {
  /** Whether the workspace has at least one extension project. */
  readonly 'kaapanaEdk.hasProject': boolean;
  /** Whether a job runs; not set before anybody has looked. */
  readonly 'kaapanaEdk.runningJobs': 'some' | 'none';
  /** Whether the local platform runs; not set before anybody has looked. */
  readonly 'kaapanaEdk.localPlatform': 'running' | 'none';
  /** Whether the platform has answered in this window. */
  readonly 'kaapanaEdk.platformAnswers': boolean;
  /** Whether base images were built in this window. */
  readonly 'kaapanaEdk.hasInitialized': boolean;
  /** Whether something was deployed in this window. */
  readonly 'kaapanaEdk.hasDeployed': boolean;
  /** How the view Extensions is laid out. */
  readonly 'kaapanaEdk.extensionsLayout': 'grouped' | 'flat';
  /** Whether the view Extensions has another filter than the usual one. */
  readonly 'kaapanaEdk.extensionsFiltered': boolean;
  /** What the view Extensions shows: `none` when the platform has nothing, `hidden` when the filter hides all of it. */
  readonly 'kaapanaEdk.extensionsContent': 'unknown' | 'some' | 'none' | 'hidden';
  /** Whether the registry has answered that it has no images. */
  readonly 'kaapanaEdk.registryEmpty': boolean;
  /** Whether a release on the platform brings pages about the registry. */
  readonly 'kaapanaEdk.registryHasUi': boolean;
}

export function setContextKey<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
