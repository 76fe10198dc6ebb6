import type { ParameterValue } from './parameter.ts';

/** Why a value would not reach the chart as it was given: the platform escapes, strips and drops without a word. */
export function transportProblem(value: ParameterValue): string | undefined {
  if (typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'This is not a number.';
  if (typeof value === 'string') return textProblem(value);
  const withComma = value.find((item) => item.includes(','));
  if (withComma !== undefined) return `The platform would split "${withComma}" at its comma.`;
  return value.map(textProblem).find((reason) => reason !== undefined);
}

function textProblem(text: string): string | undefined {
  const dropping = /[&<>"';]/.exec(text)?.[0];
  if (dropping !== undefined) return `The platform drops a parameter that contains ${dropping}`;
  if (text.includes(' ')) return 'The platform removes blanks from parameters.';
  if (text.includes('\\')) return 'The platform removes backslashes from parameters.';
  if (text.includes('\0')) return 'A parameter cannot contain a zero byte.';
  return undefined;
}
