import type { Translate } from '../ui/translate.ts';

/** The platform's `kind`, translated if known. */
export function kindWord(kind: string, translate: Translate): string {
  switch (kind) {
    case 'workflow':
      return translate('workflow');
    case 'application':
      return translate('application');
    case 'platform':
      return translate('platform');
    default:
      return kind;
  }
}

export function maturityWord(maturity: 'stable' | 'experimental', translate: Translate): string {
  return maturity === 'experimental' ? translate('experimental') : translate('stable');
}

export function hardwareWord(hardware: 'cpu' | 'gpu', translate: Translate): string {
  return hardware === 'gpu' ? translate('needs a GPU') : translate('CPU only');
}
