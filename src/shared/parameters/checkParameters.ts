import type { Answers, ParameterValue } from './parameter.ts';
import { parameterKeyProblem } from './parameterKeyProblem.ts';
import { problem, type Problem } from './problem.ts';
import { transportProblem } from './transportProblem.ts';

export interface ParameterProblem {
  /** Empty when it is about all of them together. */
  readonly key: string;
  readonly problem: Problem;
}

// The platform puts all parameters into one command line, which the system limits to 128 KiB.
const longestInAll = 100 * 1024;

/** Finds what would not reach the chart as it was given. */
export function checkParameters(parameters: Answers): ParameterProblem[] {
  const problems: ParameterProblem[] = [];
  let length = 0;
  for (const [key, value] of Object.entries(parameters)) {
    length += key.length + String(encodeParameter(value)).length;
    const reason = parameterKeyProblem(key) ?? transportProblem(value);
    if (reason !== undefined) problems.push({ key, problem: reason });
  }
  if (length > longestInAll) problems.push({ key: '', problem: problem('tooLongInAll', String(longestInAll / 1024)) });
  return problems;
}

/** As the platform wants it: lists joined with commas. */
export function encodeParameter(value: ParameterValue): string | boolean | number {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' ? value : value.join(',');
}
