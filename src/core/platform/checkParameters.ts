/** What may be given for an extension's parameter. */
export type ParameterValue = string | number | boolean | readonly string[];

export interface ParameterProblem {
  readonly key: string;
  readonly reason: string;
}

// The platform puts all parameters into one command line, which the system limits to 128 KiB.
const longestInAll = 100 * 1024;

/** Finds what would not reach the chart as it was given: the platform escapes, strips and drops without a word. */
export function checkParameters(parameters: Readonly<Record<string, ParameterValue>>): ParameterProblem[] {
  const problems: ParameterProblem[] = [];
  let length = 0;
  for (const [key, value] of Object.entries(parameters)) {
    length += key.length + String(encodeParameter(value)).length;
    const reason = refuseKey(key) ?? refuseValue(value);
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

function refuseValue(value: ParameterValue): string | undefined {
  if (typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'This is not a number.';
  if (typeof value === 'string') return refuseText(value);
  const withComma = value.find((item) => item.includes(','));
  if (withComma !== undefined) return `The platform would split "${withComma}" at its comma.`;
  return value.map(refuseText).find((reason) => reason !== undefined);
}

function refuseText(text: string): string | undefined {
  const dropping = /[&<>"';]/.exec(text)?.[0];
  if (dropping !== undefined) return `The platform drops a parameter that contains ${dropping}`;
  if (text.includes(' ')) return 'The platform removes blanks from parameters.';
  if (text.includes('\\')) return 'The platform removes backslashes from parameters.';
  if (text.includes('\0')) return 'A parameter cannot contain a zero byte.';
  return undefined;
}
