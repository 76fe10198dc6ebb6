import type { SettingFlags } from '../core/settings/resolveSettings.ts';

/** Settings as flags of `edk`. One that is empty, or of another type than it should be, counts as not set. */
export function configFlags(get: (name: string) => unknown): SettingFlags {
  const read = (name: string): string | undefined => {
    const value = get(name);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  return {
    platformUrl: read('platformUrl'),
    platformProject: read('platformProject'),
    registry: read('registry'),
    buildVersion: read('buildVersion'),
  };
}
