import type { ParameterValue } from '../../../shared/parameters/parameter.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { findChangedParameters, type ChangedParameter } from '../../platform/findChangedParameters.ts';
import { installRelease } from '../../platform/installRelease.ts';
import { listPatiently } from '../../platform/listPatiently.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';
import { releaseUrls } from '../../platform/platformLinks.ts';
import type { ExtensionEntry } from '../../platform/schemas/extensionEntry.ts';
import { watchRelease, type WatchedRelease } from '../../platform/watchRelease.ts';
import { joinParameters } from './joinParameters.ts';

export interface InstallExtensionOptions {
  /** Name of the chart. */
  readonly extension: string;
  readonly version: string | undefined;
  /** Over the defaults of the extension. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly timeoutMs: number;
}

export interface InstalledExtension {
  /** Name of its chart. */
  readonly extension: string;
  readonly releaseName: string;
  readonly version: string;
  readonly state: WatchedRelease['kind'];
  /** Where a browser finds it; empty for what has no pages. */
  readonly links: readonly string[];
  /** What the platform does not show of it, in a sentence. */
  readonly note?: string | undefined;
  /** Parameters that the chart sees with another value than was given. */
  readonly changed: readonly ChangedParameter[];
}

/**
 * Installs an extension that the platform has.
 *
 * @throws EdkError `platform.unknownExtension`, `usage` for a parameter it does not have, `parameter.invalid`,
 * `platform.*`, `release.*`.
 */
export async function installExtension(
  platform: PlatformConnection,
  options: InstallExtensionOptions,
  step: JobStep,
): Promise<InstalledExtension> {
  const { extension: chartName, timeoutMs } = options;
  const entry = await step.run('Look it up', (looking) => findExtension(platform, chartName, looking));
  const version = options.version ?? entry.latest_version ?? entry.version;
  if (version === undefined || version === null) {
    throw new EdkError('platform.unknownExtension', `The platform has no version of "${chartName}".`);
  }
  const { parameters, empty } = joinParameters(entry, options.parameters);
  if (empty.length > 0) step.warn(`No value for ${empty.join(', ')}, which ${chartName} requires.`);
  const releaseName = await step.run(`Install ${chartName} ${version}`, (installing) =>
    installRelease(
      platform,
      { chartName, version, keywords: entry.keywords ?? [], parameters, whenInstalled: 'keep' },
      installing,
    ),
  );
  const healthy = await step.run('Wait for its pods', (watching) =>
    watchRelease(platform, { releaseName, timeoutMs, expectsPods: 'unknown' }, watching),
  );
  const changed = await findChangedParameters(platform, { releaseName, parameters }, step.signal);
  for (const { key, given, arrived } of changed) {
    const instead = arrived === undefined ? 'did not arrive' : `arrived as "${arrived}"`;
    step.warn(`${key}, given as "${given}", ${instead}.`);
  }
  const links = releaseUrls(platform.baseUrl, healthy.links);
  const note = healthy.kind === 'deployed' ? deployedNote : undefined;
  return { extension: chartName, releaseName, version, state: healthy.kind, links, note, changed };
}

const deployedNote = 'The platform lists no pods for it, so it is unknown whether anything runs.';

async function findExtension(platform: PlatformConnection, name: string, step: JobStep): Promise<ExtensionEntry> {
  const { extensions } = await listPatiently(platform, step.signal);
  const entry = extensions.find(({ chart_name: chart }) => chart === name);
  if (entry !== undefined) return entry;
  throw new EdkError('platform.unknownExtension', `The platform has no extension "${name}".`);
}
