import { platformGlobals } from '../../core/charts/platformValues.ts';
import type { LocalPlatformOptions } from '../start/platformOptions.ts';

interface ValueSources {
  readonly platform: Readonly<Record<string, unknown>>;
  /** As they arrive, see transportedParameters. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The chart's own global values. */
  readonly chart: Readonly<Record<string, unknown>>;
}

/** The values of a release: parameters win over the platform's, and what the chart itself sets wins over both. */
export function releaseValues({ platform, parameters, chart }: ValueSources): { global: Record<string, unknown> } {
  const own = Object.fromEntries(Object.entries(chart).filter(([, value]) => isSet(value)));
  return { global: { ...platform, ...parameters, ...own } };
}

// Recorded: only strings with text and lists with entries of the chart come last on the command line.
function isSet(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || (Array.isArray(value) && value.length > 0);
}

/**
 * The global values that the local platform hands to every chart: the platform's, with what is true of this one.
 * `platform_api_url` is ours: pods reach the local platform by it.
 */
export function localGlobals(options: LocalPlatformOptions, platformUrl: string): Record<string, unknown> {
  const { buildVersion, namespaces, registry, network, globalValues } = options;
  const platformRegistry = options.platformRegistry ?? registry.pull;
  return {
    ...platformGlobals({ buildVersion, platformRegistry, namespaces }),
    hostname: 'localhost',
    offline_mode: network === 'offline',
    platform_api_url: platformUrl,
    ...globalValues,
  };
}

/**
 * What a chart sees of the parameters that a client sent, already HTML-escaped: the real backend builds a command line
 * of them and loses or changes some on the way. This is its result, without the command line.
 *
 * @throws TypeError with the backend's words for what it cannot join.
 */
export function transportedParameters(parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const transported: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(parameters)) {
    const arrived = transport(value);
    // Its separator of commands; every HTML escape contains one.
    if (key.includes(';') || JSON.stringify(arrived).includes(';')) continue;
    setNested(transported, key.split('.'), arrived);
  }
  return transported;
}

function transport(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return value.replaceAll(' ', '').replaceAll('\\', '');
    case 'number':
      return Number.isInteger(value) ? value : String(value);
    case 'boolean':
      return value;
    default:
  }
  if (value === null) return 'None';
  if (Array.isArray(value)) return splitList(joinList(value));
  return splitList(
    Object.entries(value ?? {})
      .map(([key, entry]) => `${key}: ${String(entry)}`)
      .join(', '),
  );
}

function joinList(list: readonly unknown[]): string {
  list.forEach((entry, index) => {
    if (typeof entry !== 'string') throw new TypeError(`sequence item ${index}: expected str instance, int found`);
  });
  return list.join(',');
}

function splitList(text: string): string[] {
  return text.replaceAll('\\', '').split(',');
}

function setNested(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [first, ...rest] = path;
  if (first === undefined || first === '__proto__') return;
  if (rest.length === 0) {
    target[first] = value;
    return;
  }
  const existing = target[first];
  const inner = isRecord(existing) ? existing : {};
  target[first] = inner;
  setNested(inner, rest, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
