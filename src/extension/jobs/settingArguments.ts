import type { SettingFlags } from '../../core/settings/resolveSettings.ts';

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
