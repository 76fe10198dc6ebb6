interface Times {
  readonly script: readonly number[];
  readonly edk: readonly number[];
}

export interface BenchCase {
  readonly title: string;
  readonly times: Times;
  /** What edk is to reach. */
  readonly target?: { readonly ratio?: number; readonly seconds?: number } | undefined;
}

/** A line of the Markdown table, with whether the target was reached. */
export function summarize({ title, times, target }: BenchCase): string {
  const script = median(times.script);
  const edk = median(times.edk);
  const ratio = edk / script;
  const reached = ratio <= (target?.ratio ?? Infinity) && edk <= (target?.seconds ?? Infinity);
  const wanted = [
    ...(target?.ratio === undefined ? [] : [`<= ${target.ratio.toFixed(1)}`]),
    ...(target?.seconds === undefined ? [] : [`<= ${target.seconds} s`]),
  ].join(' and ');
  const verdict = target === undefined ? '' : `${wanted}: ${reached ? 'reached' : '**MISSED**'}`;
  return `| ${[title, describe(times.script), describe(times.edk), ratio.toFixed(2), verdict].join(' | ')} |`;
}

export const tableHead = '| case | script | edk | ratio | target |\n| --- | --- | --- | --- | --- |';

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? Number.NaN)) / 2 : upper;
}

function describe(values: readonly number[]): string {
  const seconds = `${median(values).toFixed(2)} s`;
  if (values.length < 2) return seconds;
  return `${seconds} (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`;
}
