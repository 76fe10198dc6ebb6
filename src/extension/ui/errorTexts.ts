import { basename } from 'node:path';
import { catalogue } from '../../core/errors/catalogue.ts';
import { podAdviceTexts } from '../../core/platform/catalogue/podAdvice.ts';
import type { ReportedError } from '../../core/jobs/jobEvent.ts';
import type { Translate } from './translate.ts';
import type { CommandId } from './commandIds.ts';

/** How to fix an error, in terms of the editor where the default remedy refers to the terminal. */
export function editorRemedy({ code, remedy }: Pick<ReportedError, 'code' | 'remedy'>, translate: Translate): string {
  // A remedy given by the caller is more specific.
  if (remedy !== catalogue[code].remedy) {
    const advice = remedy.replace(/ See "edk explain [^"]+" for its log or events\.$/u, '');
    return /"edk \w/.test(advice) ? inViews({ code, remedy }, translate) : translateAdvice(advice, translate);
  }
  switch (code) {
    case 'platform.notConfigured':
      return translate('Start the local platform, or connect to another one.');
    case 'platform.unreachable':
      return translate('Make sure the platform is running and its address in the settings is correct.');
    case 'platform.timeout':
      return translate('The platform may be busy. Try again later.');
    case 'platform.notSignedIn':
      return translate(
        'The address returns a web page instead of the API. Sign in, or correct the address in the settings.',
      );
    case 'platform.badAnswer':
      return translate('This may not be the address of a Kaapana platform. Check it in the settings.');
    case 'platform.installRefused':
    case 'platform.unknownExtension':
      return translate('The Extensions view lists what the platform offers.');
    case 'registry.unreachable':
      return translate('Start the local platform and its registry, or correct the registry in the settings.');
    case 'project.notFound':
      return translate('Create an extension, or open the folder that contains it.');
    case 'image.baseUnknown':
      return translate('Run "Build Base Images", or correct the FROM instruction.');
    case 'image.noName':
      return translate('Add LABEL IMAGE="<image name>" to the Dockerfile.');
    case 'release.stuck':
      return translate('Force-uninstall it in the Extensions view, then try again.');
    case 'release.timeout':
      return translate('Its status in the Extensions view shows what it is waiting for.');
    case 'tool.missing':
    case 'doctor.problems':
      return translate('"Run Doctor" shows what is missing and how to get it.');
    case 'workspace.untrusted':
      return translate('Trust the workspace first.');
    case 'busy':
      return translate('Wait for the other job to finish, or cancel it.');
    default:
      return remedy;
  }
}

/** Advice about a pod in the display language; any other text as it is. */
export function translateAdvice(text: string, translate: Translate): string {
  const known: readonly string[] = Object.values(podAdviceTexts);
  const [, again] = /^If it restarts again: (.+)$/u.exec(text) ?? [];
  if (again !== undefined) return translate('If it restarts again: {0}', translateAdvice(again, translate));
  const [, first] = /^(.+) Check again in a minute\.$/u.exec(text) ?? [];
  if (first !== undefined) return translate('{0} Check again in a minute.', translateAdvice(first, translate));
  return known.includes(text) ? translate(text) : text;
}

/** Replaces remedies that name an edk command by what the Extensions view offers. */
function inViews({ code, remedy }: Pick<ReportedError, 'code' | 'remedy'>, translate: Translate): string {
  switch (code) {
    case 'platform.installRefused':
      return translate('Uninstall it in the Extensions view, then install it again.');
    case 'release.failed':
      return translate(
        'Correct the chart and deploy again. To remove what is left, uninstall it in the Extensions view.',
      );
    case 'release.stuck':
      return translate('To skip the hook, force-uninstall it in the Extensions view. Files may be left behind.');
    case 'release.timeout':
      return translate('Its status in the Extensions view shows what it is waiting for.');
    default:
      return remedy;
  }
}

/**
 * An error message for tight spaces: the long path at its start becomes the file name, or is dropped if the location is
 * shown next to it.
 */
export function shortMessage(
  { message, place }: Pick<ReportedError, 'message' | 'place'>,
  path: 'asName' | 'without',
): string {
  if (place === undefined || !message.startsWith(place.file)) return message;
  const [, position = '', words] = /^((?::\d+)*):\s*(.+)$/su.exec(message.slice(place.file.length)) ?? [];
  // The path is part of the sentence, not a prefix.
  if (words === undefined) return message;
  return path === 'without'
    ? words.slice(0, 1).toUpperCase() + words.slice(1)
    : `${basename(place.file)}${position}: ${words}`;
}

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
