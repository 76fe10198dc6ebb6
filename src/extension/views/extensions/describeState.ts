import type { ReleaseState } from '../../../core/platform/catalogue/releaseState.ts';

export interface StateDescription {
  readonly word:
    'not installed' | 'installing' | 'running' | 'completed' | 'pending' | 'failed' | 'uninstalling' | 'stuck';
  readonly reason?: string | undefined;
  /** A codicon. */
  readonly icon: string;
  readonly color?: string | undefined;
}

/** A state as icon and words; undefined stands for an extension without a release. */
export function describeState(state: ReleaseState | undefined): StateDescription {
  switch (state?.kind) {
    case undefined:
    case 'absent':
      return { word: 'not installed', icon: 'circle-outline' };
    case 'installing':
      return state.pods.length === 0
        ? { word: 'installing', reason: state.waitsFor, icon: 'sync~spin' }
        : { word: 'pending', reason: state.waitsFor, icon: 'sync~spin' };
    case 'running':
      return { word: 'running', icon: 'vm-running', color: 'testing.iconPassed' };
    case 'completed':
      return { word: 'completed', icon: 'pass-filled', color: 'testing.iconPassed' };
    case 'degraded':
      return { word: 'pending', reason: state.reason, icon: 'warning', color: 'list.warningForeground' };
    case 'failed':
      return { word: 'failed', reason: state.reason, icon: 'error', color: 'list.errorForeground' };
    case 'uninstalling':
      return { word: 'uninstalling', icon: 'sync~spin' };
    case 'stuck':
      return { word: 'stuck', reason: state.reason, icon: 'debug-disconnect', color: 'list.errorForeground' };
  }
}

/** Whether it will soon look different. */
export function isInMotion(state: ReleaseState): boolean {
  return state.kind === 'installing' || state.kind === 'uninstalling' || state.kind === 'degraded';
}
