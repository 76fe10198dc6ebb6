import type { ReportedError } from '../../core/jobs/jobEvent.ts';
import type { CommandId } from './commandIds.ts';

/** The action of a button below an error. */
export type Remedy =
  | { readonly kind: 'command'; readonly command: CommandId }
  | { readonly kind: 'openPlace'; readonly file: string; readonly line: number; readonly column: number };

const commandFor: Readonly<Record<string, CommandId>> = {
  'image.baseUnknown': 'kaapanaEdk.initialize',
  'platform.notConfigured': 'kaapanaEdk.startPlatform',
  'platform.unreachable': 'kaapanaEdk.startPlatform',
  'platform.notSignedIn': 'kaapanaEdk.signIn',
  'registry.unreachable': 'kaapanaEdk.startPlatform',
  'project.notFound': 'kaapanaEdk.newWorkflow',
  'tool.missing': 'kaapanaEdk.runDoctor',
  'docker.unreachable': 'kaapanaEdk.runDoctor',
  'docker.forbidden': 'kaapanaEdk.runDoctor',
  'helm.missing': 'kaapanaEdk.runDoctor',
  'helm.tooOld': 'kaapanaEdk.runDoctor',
  'release.stuck': 'kaapanaEdk.forceUninstall',
  busy: 'kaapanaEdk.showJob',
};

/**
 * The most useful action for an error; undefined if there is none. A local platform is offered only if no other is
 * configured.
 */
export function chooseRemedy(
  { code, place }: Pick<ReportedError, 'code' | 'place'>,
  platform: 'local' | 'configured',
): Remedy | undefined {
  const command = commandFor[code];
  if (command === 'kaapanaEdk.startPlatform' && platform === 'configured') {
    return { kind: 'command', command: 'kaapanaEdk.runDoctor' };
  }
  if (command !== undefined) return { kind: 'command', command };
  if (place === undefined) return undefined;
  // A location without a line is often a folder, which cannot be opened in an editor.
  if (place.line === undefined) return undefined;
  return { kind: 'openPlace', file: place.file, line: place.line, column: place.column ?? 1 };
}
