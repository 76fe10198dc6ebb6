import type { SettingFlags } from '../../core/settings/resolveSettings.ts';

/** The person's settings as arguments of `edk`, where flags win over every other source. */
export function settingArguments(flags: SettingFlags): string[] {
  const given = (flag: string, value: string | undefined): string[] => (value === undefined ? [] : [flag, value]);
  return [
    ...given('--platform-url', flags.platformUrl),
    ...given('--platform-project', flags.platformProject),
    ...given('--registry', flags.registry),
    ...given('--build-version', flags.buildVersion),
  ];
}
