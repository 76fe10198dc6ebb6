import { newRegistryProblem } from './newRegistryProblem.ts';
import type { InputEntry, ParameterValue } from './parameter.ts';
import { transportProblem } from './transportProblem.ts';

/** The platform cuts longer ones off. */
const longestDisplayName = 20;

/** Why an answer cannot be sent; undefined when it can. */
export function checkAnswer({ key, input, required }: InputEntry, answer: ParameterValue): string | undefined {
  const isEmpty = answer === '' || (Array.isArray(answer) && answer.length === 0);
  if (isEmpty) return required && input.type !== 'switch' ? 'This must not be empty.' : undefined;
  if (input.type === 'switch') return typeof answer === 'boolean' ? undefined : 'This is either true or false.';
  if (input.type === 'text' && input.numeric && Number.isNaN(Number(answer))) return 'This is not a number.';
  if (input.type === 'choice' || input.type === 'choices') {
    const chosen = typeof answer === 'object' ? answer : [String(answer)];
    const unknown = input.choices.length === 0 ? undefined : chosen.find((item) => !input.choices.includes(item));
    if (unknown !== undefined) return `"${unknown}" is none of: ${input.choices.join(', ')}.`;
  }
  if (key === 'display_name' && String(answer).length > longestDisplayName) {
    return `The name has more than ${longestDisplayName} characters.`;
  }
  return newRegistryProblem(key, String(answer)) ?? transportProblem(answer);
}
