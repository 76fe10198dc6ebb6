import type { Translate } from '../ui/translate.ts';

export interface StatusBarFacts {
  /** Undefined if none is configured and the local one is not running. */
  readonly url: string | undefined;
  readonly isLocal: boolean;
  /** Whether the local platform is running, even if another one is used. */
  readonly hasLocal: boolean;
  readonly buildVersion: string;
  readonly registry: string;
  /** Why it does not respond; undefined if it does. */
  readonly problem: string | undefined;
}

export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  readonly isWarning: boolean;
}

export interface StatusWords {
  /** Name of the project that commands act on; undefined if the user would have to select it. */
  readonly project: string | undefined;
  readonly translate: Translate;
}

/** Platform, project and version for the status bar: icon and text, with details in the tooltip. */
export function describePlatform(
  { url, isLocal, buildVersion, registry, problem }: StatusBarFacts,
  { project, translate }: StatusWords,
): StatusText {
  const more = [
    ...(project === undefined ? [] : [translate('Project {0}', project)]),
    translate('Build version {0}', buildVersion),
    translate('Registry {0}', registry),
    translate('Click to open the menu.'),
  ];
  const parts = (platform: string): string => [platform, project, buildVersion].filter(Boolean).join(' · ');
  if (url === undefined) {
    return {
      text: `$(debug-disconnect) Kaapana: ${parts(translate('no platform'))}`,
      tooltip: [translate('No platform is configured, and the local platform is not running.'), ...more].join('\n'),
      isWarning: false,
    };
  }
  const name = isLocal ? translate('local') : URL.canParse(url) ? new URL(url).host : url;
  return problem === undefined
    ? { text: `$(beaker) Kaapana: ${parts(name)}`, tooltip: [url, ...more].join('\n'), isWarning: false }
    : {
        text: `$(warning) Kaapana: ${parts(translate('{0} does not respond', name))}`,
        tooltip: [problem, url, ...more].join('\n'),
        isWarning: true,
      };
}
