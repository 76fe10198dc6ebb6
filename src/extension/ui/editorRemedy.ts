import { catalogue } from '../../core/errors/catalogue.ts';
import type { ReportedError } from '../../core/jobs/jobEvent.ts';
import type { Translate } from './translate.ts';

/** What to do about an error, in the editor's words where the usual ones speak of the terminal. */
export function editorRemedy({ code, remedy }: Pick<ReportedError, 'code' | 'remedy'>, translate: Translate): string {
  // Whoever gave it one of its own knows better.
  if (remedy !== catalogue[code].remedy) {
    const advice = remedy.replace(/ See "edk explain [^"]+" for its log or events\.$/u, '');
    return /"edk \w/.test(advice) ? inViews({ code, remedy }, translate) : advice;
  }
  switch (code) {
    case 'platform.notConfigured':
      return translate('Start the local platform, or connect to a platform.');
    case 'platform.unreachable':
      return translate('Check that the platform runs and that its address in the settings is right.');
    case 'platform.timeout':
      return translate('The platform may be busy. Try again in a while.');
    case 'platform.notSignedIn':
      return translate('The address leads to a web page, not to the API. Sign in, or correct it in the settings.');
    case 'platform.badAnswer':
      return translate('The address may not be that of a Kaapana platform. Check it in the settings.');
    case 'platform.installRefused':
    case 'platform.unknownExtension':
      return translate('The view Extensions shows what the platform has.');
    case 'registry.unreachable':
      return translate('Start the local platform with its registry, or correct the registry in the settings.');
    case 'project.notFound':
      return translate('Make an extension, or open the folder that it is in.');
    case 'image.baseUnknown':
      return translate('"Initialize EDK" builds the base images. Or correct the FROM instruction.');
    case 'image.noName':
      return translate('Add LABEL IMAGE="<image name>" to the Dockerfile.');
    case 'release.stuck':
      return translate('Uninstall it by force in the view Extensions, then try again.');
    case 'release.timeout':
      return translate('Its status in the view Extensions says what it waits for.');
    case 'tool.missing':
    case 'doctor.problems':
      return translate('"Run Doctor" shows what is missing and how to get it.');
    case 'workspace.untrusted':
      return translate('Trust the workspace first.');
    case 'busy':
      return translate('Wait until the other job ends, or cancel it.');
    default:
      return remedy;
  }
}

/** Of the remedies that name a command with the release, those that the view Extensions offers. */
function inViews({ code, remedy }: Pick<ReportedError, 'code' | 'remedy'>, translate: Translate): string {
  switch (code) {
    case 'platform.installRefused':
      return translate('Uninstall it in the view Extensions, then install it again.');
    case 'release.failed':
      return translate(
        'Correct the chart, then deploy again. Uninstalling it in the view Extensions removes what is left.',
      );
    case 'release.stuck':
      return translate(
        'Its hook can be skipped: uninstall it by force in the view Extensions. Its files may stay behind.',
      );
    case 'release.timeout':
      return translate('Its status in the view Extensions says what it waits for.');
    default:
      return remedy;
  }
}
