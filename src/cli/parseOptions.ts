import { InvalidArgumentError } from 'commander';

export function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Use a number of seconds greater than zero.');
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Use a whole number greater than zero.');
}

export function portNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value < 65536) return value;
  throw new InvalidArgumentError('Use a number from 1 to 65535.');
}

/** Of a job: it becomes the name of a folder. */
export function jobName(text: string): string {
  if (/^\w[\w-]{0,99}$/.test(text)) return text;
  throw new InvalidArgumentError('Use letters, digits, dashes and underscores.');
}
