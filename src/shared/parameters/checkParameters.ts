import type { Answers, ParameterValue } from './parameter.ts';
import { problem, type Problem } from './problem.ts';

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

/** Why a parameter cannot have this name; undefined when it can. */
export function parameterKeyProblem(key: string): Problem | undefined {
  return /^[A-Za-z_][\w.-]*$/.test(key) ? undefined : problem('badKey');
}

/** Why a value would not reach the chart as it was given: the platform escapes, strips and drops without a word. */
export function transportProblem(value: ParameterValue): Problem | undefined {
  if (typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : problem('notNumber');
  if (typeof value === 'string') return textProblem(value);
  const withComma = value.find((item) => item.includes(','));
  if (withComma !== undefined) return problem('comma', withComma);
  return value.map(textProblem).find((reason) => reason !== undefined);
}

function textProblem(text: string): Problem | undefined {
  const dropping = /[&<>"';]/.exec(text)?.[0];
  if (dropping !== undefined) return problem('dropped', dropping);
  if (text.includes(' ')) return problem('blanks');
  if (text.includes('\\')) return problem('backslashes');
  if (text.includes('\0')) return problem('zeroByte');
  return undefined;
}
