import { checkParameters, type ParameterProblem, transportProblem } from './checkParameters.ts';
import type { Answers, InputEntry, ParameterValue } from './parameter.ts';
import { problem, type Problem } from './problem.ts';

/** Everything that keeps the answers of a form from being sent, at most one problem for each input, in their order. */
export function checkForm(inputs: readonly InputEntry[], answers: Answers): ParameterProblem[] {
  const inTransport = checkParameters(answers);
  const own = inputs.flatMap((entry) => {
    const problem =
      checkAnswer(entry, answers[entry.key] ?? '') ?? inTransport.find(({ key }) => key === entry.key)?.problem;
    return problem === undefined ? [] : [{ key: entry.key, problem }];
  });
  return [...own, ...inTransport.filter(({ key }) => key === '')];
}

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

/** The rules of the platform's own extension "New Registry", which it checks only when it is too late. */
function newRegistryProblem(key: string, text: string): Problem | undefined {
  switch (key) {
    case 'custom_registry_name':
      return /^[\w.-]{1,20}$/.test(text) ? undefined : problem('badRegistryName');
    case 'custom_registry_url':
      return /^[a-z]+:\/\/[^/]+/.test(text) ? undefined : problem('noProtocol');
    case 'test_pull_image':
      return text.includes('://') ? problem('protocolInImage') : undefined;
    default:
      return undefined;
  }
}
