import { checkAnswer } from './checkAnswer.ts';
import { checkParameters, type ParameterProblem } from './checkParameters.ts';
import type { Answers, InputEntry } from './parameter.ts';

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
