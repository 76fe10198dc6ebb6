import { EdkError } from '../../core/errors/edkError.ts';
import { errorWords } from '../http/errorWords.ts';
import type { Release } from '../releases/release.ts';

/** Helm's words for a failure without what it puts in front of all of them; its warnings left out. */
export function helmReason(error: unknown): string {
  if (!(error instanceof EdkError) || error.code !== 'tool.failed') return errorWords(error);
  const lines = (error.detail ?? error.message).split('\n');
  const begin = lines.findIndex((line) => line.startsWith('Error: '));
  const said = lines.slice(Math.max(begin, 0)).join('\n');
  return said.replace(/^Error: (INSTALLATION FAILED: )?/, '').trim();
}

export function isNameTaken(reason: string): boolean {
  return /cannot re-?use a name that is still in use/.test(reason);
}

/** In the platform's four words; undefined for what is no installation any more. */
export function releaseStatus(helmStatus: string): Release['status'] | undefined {
  switch (helmStatus) {
    case 'deployed':
    case 'failed':
    case 'uninstalling':
      return helmStatus;
    case 'pending-install':
    case 'pending-upgrade':
    case 'pending-rollback':
      return 'pending-install';
    default:
      return undefined;
  }
}

/** Helm describes every release; what only says the status again is left out. */
export function releaseDescription(status: Release['status'], description: string): string {
  return status === 'failed' ? description : '';
}

/** `<name>-<version>` as Helm joins them: names have hyphens, and so may versions after their numbers. */
export function splitChart(chart: string): { readonly name: string; readonly version: string } {
  const [, name, version] = /^(.+?)-(v?\d+\.\d+\.\d+.*)$/.exec(chart) ?? [];
  return name === undefined || version === undefined ? { name: chart, version: '' } : { name, version };
}
