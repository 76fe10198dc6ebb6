import type { Translate } from '../ui/translate.ts';

export interface StatusBarFacts {
  /** Undefined when none is configured and no local one runs. */
  readonly url: string | undefined;
  readonly isLocal: boolean;
  /** Whether a local platform runs, whichever is used. */
  readonly hasLocal: boolean;
  readonly buildVersion: string;
  readonly registry: string;
  /** Why it does not answer; undefined when it does. */
  readonly problem: string | undefined;
}

export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  readonly isWarning: boolean;
}

export interface StatusWords {
  /** Name of the project that commands are about; undefined when it would be asked for. */
  readonly project: string | undefined;
  readonly translate: Translate;
}

/** What the status bar says of platform, project and version: icon and words, and the whole story in the tooltip. */
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
