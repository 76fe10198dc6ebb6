import type { SettingFlags } from '../core/settings/resolveSettings.ts';

/** Settings as `edk` flags. Empty settings and those of the wrong type count as not set. */
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

/** The user's settings as `edk` arguments, since flags override all other sources. */
export function settingArguments(flags: SettingFlags): string[] {
  const given = (flag: string, value: string | undefined): string[] => (value === undefined ? [] : [flag, value]);
  return [
    ...given('--platform-url', flags.platformUrl),
    ...given('--platform-project', flags.platformProject),
    ...given('--registry', flags.registry),
    ...given('--build-version', flags.buildVersion),
  ];
}
