import type { ReleaseState } from '../../../core/platform/catalogue/releaseState.ts';
import type { Translate } from '../../ui/translate.ts';

export interface StateDescription {
  /** In the display language. */
  readonly word: string;
  /** As reported by the platform. */
  readonly reason?: string | undefined;
  /** A codicon. */
  readonly icon: string;
  readonly color?: string | undefined;
}

/** A state as icon and words; undefined stands for an extension without a release. */
export function describeState(state: ReleaseState | undefined, translate: Translate): StateDescription {
  switch (state?.kind) {
    case undefined:
    case 'absent':
      return { word: translate('not installed'), icon: 'circle-outline' };
    case 'requested':
      return { word: translate('requested'), reason: state.waitsFor, icon: 'sync~spin' };
    case 'installing':
      return state.pods.length === 0
        ? { word: translate('installing'), reason: state.waitsFor, icon: 'sync~spin' }
        : { word: translate('pending'), reason: state.waitsFor, icon: 'sync~spin' };
    case 'running':
      return { word: translate('running'), icon: 'vm-running', color: 'testing.iconPassed' };
    case 'deployed':
      return { word: translate('deployed'), reason: translate('the platform does not list its pods'), icon: 'pass' };
    case 'completed':
      return { word: translate('completed'), icon: 'pass-filled', color: 'testing.iconPassed' };
    case 'degraded':
      return {
        word: translate('pending'),
        reason: state.reason,
        icon: 'warning',
        color: 'list.warningForeground',
      };
    case 'failed':
      return { word: translate('failed'), reason: state.reason, icon: 'error', color: 'list.errorForeground' };
    case 'uninstalling':
      return { word: translate('uninstalling'), icon: 'sync~spin' };
    case 'stuck':
      return {
        word: translate('stuck'),
        reason: state.reason,
        icon: 'debug-disconnect',
        color: 'list.errorForeground',
      };
  }
}

/** State and reason in one line. */
export function stateText({ word, reason }: Pick<StateDescription, 'word' | 'reason'>): string {
  return reason === undefined ? word : `${word}: ${reason}`;
}

/** Whether the state is about to change. */
export function isInMotion(state: ReleaseState): boolean {
  return ['requested', 'installing', 'uninstalling', 'degraded'].includes(state.kind);
}
