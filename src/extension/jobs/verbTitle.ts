import type { Translate } from '../ui/translate.ts';

/** The title of the command that starts this `edk` verb. */
export function verbTitle(verb: string, translate: Translate): string {
  switch (verb) {
    case 'deploy':
      return translate('Deploy');
    case 'dev':
      return translate('Deploy on Save');
    case 'build image':
      return translate('Build Image');
    case 'build chart':
      return translate('Build Chart');
    case 'build extension':
      return translate('Build Extension');
    case 'init':
      return translate('Build Base Images');
    case 'install':
      return translate('Install');
    case 'uninstall':
      return translate('Uninstall');
    case 'upload':
      return translate('Upload');
    case 'doctor':
      return translate('Run Doctor');
    case 'platform start':
      return translate('Start Local Platform');
    case 'platform stop':
      return translate('Stop Local Platform');
    default:
      return `edk ${verb}`;
  }
}
