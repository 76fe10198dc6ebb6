import { EdkError } from '../errors/edkError.ts';

/** @throws EdkError `template.invalid`: title or description stand where not every text can be written. */
export function refuseText(text: string, offset: number, file: string): never {
  const before = text.slice(0, offset).split('\n');
  throw new EdkError('template.invalid', 'The title or the description stands where it cannot be replaced safely.', {
    place: { file, line: before.length, column: (before.at(-1) ?? '').length + 1 },
    remedy:
      'Let them stand only in Markdown, JSON, YAML, in strings and comments of Python, and in comments and ' +
      'double-quoted labels of a Dockerfile.',
  });
}
