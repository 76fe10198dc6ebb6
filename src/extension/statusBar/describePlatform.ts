export interface PlatformFacts {
  /** Undefined when none is configured and no local one runs. */
  readonly url: string | undefined;
  readonly isLocal: boolean;
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

/** What the status bar says of the platform: icon and words, and the whole story in the tooltip. */
export function describePlatform({ url, isLocal, buildVersion, registry, problem }: PlatformFacts): StatusText {
  const versions = `Build version ${buildVersion}\nRegistry ${registry}`;
  if (url === undefined) {
    return {
      text: '$(debug-disconnect) Kaapana: no platform',
      tooltip: `No platform is configured and no local one runs.\n${versions}`,
      isWarning: false,
    };
  }
  const name = isLocal ? 'local' : URL.canParse(url) ? new URL(url).host : url;
  return problem === undefined
    ? { text: `$(beaker) Kaapana: ${name} · ${buildVersion}`, tooltip: `${url}\n${versions}`, isWarning: false }
    : {
        text: `$(warning) Kaapana: ${name} does not answer`,
        tooltip: `${problem}\n${url}\n${versions}`,
        isWarning: true,
      };
}
