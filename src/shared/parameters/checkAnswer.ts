import { newRegistryProblem } from './newRegistryProblem.ts';
import type { InputEntry, ParameterValue } from './parameter.ts';
import { problem, type Problem } from './problem.ts';
import { transportProblem } from './transportProblem.ts';

/** The platform cuts longer ones off. */
export const longestDisplayName = 20;

/** Why an answer cannot be sent; undefined when it can. */
export function checkAnswer({ key, input, required }: InputEntry, answer: ParameterValue): Problem | undefined {
  const isEmpty = answer === '' || (Array.isArray(answer) && answer.length === 0);
  if (isEmpty) return required && input.type !== 'switch' ? problem('empty') : undefined;
  if (input.type === 'switch') return typeof answer === 'boolean' ? undefined : problem('notBoolean');
  if (input.type === 'text' && input.numeric && Number.isNaN(Number(answer))) return problem('notNumber');
  if (input.type === 'choice' || input.type === 'choices') {
    const chosen = typeof answer === 'object' ? answer : [String(answer)];
    const unknown = input.choices.length === 0 ? undefined : chosen.find((item) => !input.choices.includes(item));
    if (unknown !== undefined) return problem('notAChoice', unknown, input.choices.join(', '));
  }
  if (key === 'display_name' && String(answer).length > longestDisplayName) {
    return problem('tooLong', String(longestDisplayName));
  }
  return newRegistryProblem(key, String(answer)) ?? transportProblem(answer);
}
