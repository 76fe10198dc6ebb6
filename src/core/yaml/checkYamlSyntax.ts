import { parseEvents, YAMLException } from 'js-yaml';
import { EdkError } from '../errors/edkError.ts';

/** How deep collections may be nested. */
const deepestNesting = 100;

/**
 * Finds syntax errors and endless nesting without recursion: the parser that keeps comments recurses, and a few
 * thousand brackets would end the whole process with it.
 *
 * @throws EdkError `yaml.invalid` with line and column.
 */
export function checkYamlSyntax(text: string, file: string): void {
  try {
    parseEvents(text, { maxDepth: deepestNesting });
  } catch (error) {
    throw explainYamlError(error, file);
  }
}

/** Turns what js-yaml throws into an error with its place. */
export function explainYamlError(error: unknown, file: string): EdkError {
  if (!(error instanceof YAMLException)) {
    return new EdkError('yaml.invalid', `${file} cannot be read as YAML.`, { place: { file }, cause: error });
  }
  const { reason, mark } = error;
  const place = mark === undefined ? { file } : { file, line: mark.line + 1, column: mark.column + 1 };
  return new EdkError('yaml.invalid', `${file}: ${reason}.`, { place, cause: error });
}
