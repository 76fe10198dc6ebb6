import { checkAnswer } from '../../../shared/parameters/checkForm.ts';
import type { InputEntry, ParameterValue } from '../../../shared/parameters/parameter.ts';
import { sayProblem } from '../../../shared/parameters/problem.ts';
import { readAnswer, readForm } from '../../../shared/parameters/readForm.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { ExtensionEntry } from '../../platform/schemas/extensionEntry.ts';

export interface JoinedParameters {
  /** Every parameter of the extension: the platform fills in no defaults. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Names of those that must not be empty and are. */
  readonly empty: readonly string[];
}

/**
 * What was given over the extension's defaults, each as its own type.
 *
 * @throws EdkError `usage` for a parameter that the extension does not have, `parameter.invalid`.
 */
export function joinParameters(
  entry: Pick<ExtensionEntry, 'chart_name' | 'extension_params'>,
  given: Readonly<Record<string, ParameterValue>>,
): JoinedParameters {
  const inputs = readForm(entry.extension_params ?? {}).filter((part) => part.kind === 'input');
  const known = inputs.map(({ key }) => key);
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const has = known.length === 0 ? 'It has no parameters.' : `It has: ${known.join(', ')}.`;
    throw new EdkError('usage', `"${entry.chart_name}" has no parameter "${unknown}". ${has}`);
  }
  const values = inputs.map((input) => [input, valueOf(input, given[input.key])] as const);
  const isEmpty = (value: ParameterValue): boolean => value === '' || (typeof value === 'object' && value.length === 0);
  return {
    parameters: Object.fromEntries(values.map(([{ key }, value]) => [key, value])),
    empty: values.filter(([{ required }, value]) => required && isEmpty(value)).map(([{ key }]) => key),
  };
}

function valueOf(entry: InputEntry, given: ParameterValue | undefined): ParameterValue {
  const value = readAnswer(entry, given ?? entry.input.initial);
  const reason = given === undefined ? undefined : checkAnswer(entry, value);
  if (reason === undefined) return value;
  throw new EdkError('parameter.invalid', `${entry.key}: ${sayProblem(reason)}`);
}
