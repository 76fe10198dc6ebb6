export interface ValueSources {
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
