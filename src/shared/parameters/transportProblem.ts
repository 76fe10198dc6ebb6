import type { ParameterValue } from './parameter.ts';
import { problem, type Problem } from './problem.ts';

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
