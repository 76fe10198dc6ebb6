import type { ParameterValue } from '../../shared/parameters/parameter.ts';
import { transportProblem } from '../../shared/parameters/transportProblem.ts';

export interface ParameterProblem {
  readonly key: string;
  readonly reason: string;
}

// The platform puts all parameters into one command line, which the system limits to 128 KiB.
const longestInAll = 100 * 1024;

/** Finds what would not reach the chart as it was given. */
export function checkParameters(parameters: Readonly<Record<string, ParameterValue>>): ParameterProblem[] {
  const problems: ParameterProblem[] = [];
  let length = 0;
  for (const [key, value] of Object.entries(parameters)) {
    length += key.length + String(encodeParameter(value)).length;
    const reason = refuseKey(key) ?? transportProblem(value);
    if (reason !== undefined) problems.push({ key, reason });
  }
  if (length > longestInAll) {
    problems.push({ key: '', reason: `All parameters together are longer than ${longestInAll / 1024} KiB.` });
  }
  return problems;
}

/** As the platform wants it: lists joined with commas. */
export function encodeParameter(value: ParameterValue): string | boolean | number {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' ? value : value.join(',');
}

function refuseKey(key: string): string | undefined {
  if (/^[A-Za-z_][\w.-]*$/.test(key)) return undefined;
  return 'The name of a parameter has letters, digits, dots, dashes and underscores only.';
}
