import type { ParameterValue, InputEntry } from '../../../shared/parameters/parameter.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { findChangedParameters, type ChangedParameter } from '../../platform/findChangedParameters.ts';
import { installRelease } from '../../platform/installRelease.ts';
import { listPatiently } from '../../platform/waitForPlatform.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';
import { releaseUrls } from '../../platform/platformLinks.ts';
import type { ExtensionEntry } from '../../platform/schemas/extensionList.ts';
import { watchRelease, type WatchedRelease } from '../../platform/watchRelease.ts';
import { checkAnswer } from '../../../shared/parameters/checkForm.ts';
import { sayProblem } from '../../../shared/parameters/problem.ts';
import { readAnswer, readForm } from '../../../shared/parameters/readForm.ts';

export interface InstallExtensionOptions {
  /** Name of the chart. */
  readonly extension: string;
  readonly version: string | undefined;
  /** Override the defaults of the extension. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly timeoutMs: number;
}

export interface InstalledExtension {
  /** Name of its chart. */
  readonly extension: string;
  readonly releaseName: string;
  readonly version: string;
  readonly state: WatchedRelease['kind'];
  /** Addresses for a browser; empty if it has no web pages. */
  readonly links: readonly string[];
  /** What the platform does not show about it, as a sentence for people. */
  readonly note?: string | undefined;
  /** Parameters that reach the chart with a different value than given. */
  readonly changed: readonly ChangedParameter[];
}

/**
 * Installs an extension that the platform lists.
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
  const entry = await step.run('Look up the extension', (looking) => findExtension(platform, chartName, looking));
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

export interface JoinedParameters {
  /** Every parameter of the extension, since the platform does not fill in defaults. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Names of required parameters that are empty. */
  readonly empty: readonly string[];
}

/**
 * The extension's defaults, overridden by the given values, each in its own type.
 *
 * @throws EdkError `usage` for a parameter that the extension does not have, `parameter.invalid`.
 */
export function joinParameters(
  entry: Pick<ExtensionEntry, 'chart_name' | 'extension_params'>,
  given: Readonly<Record<string, ParameterValue>>,
): JoinedParameters {
  const inputs = readForm(entry.extension_params ?? {}).filter((part) => part.kind === 'input');
  const known = inputs.map(({ key }) => key);
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const has = known.length === 0 ? 'It has no parameters.' : `It has: ${known.join(', ')}.`;
    throw new EdkError('usage', `"${entry.chart_name}" has no parameter "${unknown}". ${has}`);
  }
  const values = inputs.map((input) => [input, valueOf(input, given[input.key])] as const);
  const isEmpty = (value: ParameterValue): boolean => value === '' || (typeof value === 'object' && value.length === 0);
  return {
    parameters: Object.fromEntries(values.map(([{ key }, value]) => [key, value])),
    empty: values.filter(([{ required }, value]) => required && isEmpty(value)).map(([{ key }]) => key),
  };
}

function valueOf(entry: InputEntry, given: ParameterValue | undefined): ParameterValue {
  const value = readAnswer(entry, given ?? entry.input.initial);
  const reason = given === undefined ? undefined : checkAnswer(entry, value);
  if (reason === undefined) return value;
  throw new EdkError('parameter.invalid', `${entry.key}: ${sayProblem(reason)}`);
}
