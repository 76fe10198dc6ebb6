import { InvalidArgumentError } from 'commander';

/** It becomes the name of a folder. */
export function parseJobId(text: string): string {
  if (/^\w[\w-]{0,99}$/.test(text)) return text;
  throw new InvalidArgumentError('Use letters, digits, dashes and underscores.');
}
