import { encodeParameter } from '../../shared/parameters/checkParameters.ts';
import { isSecret, type Answers } from '../../shared/parameters/parameter.ts';
import { listIfPossible } from './waitForPlatform.ts';
import { chartStatus } from './platformApi.ts';
import type { PlatformConnection } from './platformConnection.ts';

export interface ChangedParameter {
  readonly key: string;
  readonly given: string;
  /** Undefined if it did not arrive at all. */
  readonly arrived: string | undefined;
}

/**
 * Compares the given values with those that reach the chart, as far as the platform reports them: the local platform
 * reports all but secrets, a real one only the display name of a launched release. Parameters that are not reported
 * count as unchanged.
 */
export async function findChangedParameters(
  platform: PlatformConnection,
  { releaseName, parameters }: { readonly releaseName: string; readonly parameters: Answers },
  signal: AbortSignal,
): Promise<ChangedParameter[]> {
  const seen = await readSeen(platform, releaseName, signal);
  return Object.entries(parameters).flatMap(([key, value]) => {
    if (isSecret(key) || !seen.knows(key)) return [];
    const given = String(encodeParameter(value));
    const arrived = seen.values[key];
    const text = arrived === undefined ? undefined : print(arrived);
    return text === given ? [] : [{ key, given, arrived: text }];
  });
}

interface SeenParameters {
  readonly values: Readonly<Record<string, unknown>>;
  readonly knows: (key: string) => boolean;
}

async function readSeen(
  platform: PlatformConnection,
  releaseName: string,
  signal: AbortSignal,
): Promise<SeenParameters> {
  const parameters = (await chartStatus(platform, releaseName, signal))?.parameters;
  // Dots in a key separate the parts of a path in the values.
  if (parameters !== undefined) return { values: parameters, knows: (key) => !key.includes('.') };
  const { extensions } = await listIfPossible(platform, signal);
  const listed = extensions.find((entry) => entry.releaseName === releaseName && entry.multiinstallable === 'yes');
  const name = listed?.display_name ?? '';
  // Without a display name, the list shows the release's name.
  const isShown = name !== '' && name !== releaseName;
  return { values: { display_name: name }, knows: (key) => isShown && key === 'display_name' };
}

function print(value: unknown): string {
  if (Array.isArray(value)) return value.map(print).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
