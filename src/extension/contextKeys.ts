import * as vscode from 'vscode';

/** Context keys for the manifest's when clauses. */
export interface ContextKeys {
  /** Whether the workspace has at least one extension project. */
  readonly 'kaapanaEdk.hasProject': boolean;
  /** Whether a job is running; not set until checked. */
  readonly 'kaapanaEdk.runningJobs': 'some' | 'none';
  /** Whether the local platform is running; not set until checked. */
  readonly 'kaapanaEdk.localPlatform': 'running' | 'none';
  /** Whether the platform has responded in this window. */
  readonly 'kaapanaEdk.platformAnswers': boolean;
  /** Whether base images were built in this window. */
  readonly 'kaapanaEdk.hasInitialized': boolean;
  /** Whether something was deployed in this window. */
  readonly 'kaapanaEdk.hasDeployed': boolean;
  /** Layout of the Extensions view. */
  readonly 'kaapanaEdk.extensionsLayout': 'grouped' | 'flat';
  /** Whether the Extensions view has a non-default filter. */
  readonly 'kaapanaEdk.extensionsFiltered': boolean;
  /** Content of the Extensions view: `none` if the platform has no extensions, `hidden` if all are filtered out. */
  readonly 'kaapanaEdk.extensionsContent': 'unknown' | 'some' | 'none' | 'hidden';
  /** Whether the registry has reported that it has no images. */
  readonly 'kaapanaEdk.registryEmpty': boolean;
  /** Whether a release on the platform provides the registry UI. */
  readonly 'kaapanaEdk.registryHasUi': boolean;
}

export function setContextKey<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
