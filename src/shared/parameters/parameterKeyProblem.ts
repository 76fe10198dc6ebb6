import { problem, type Problem } from './problem.ts';

/** Why a parameter cannot have this name; undefined when it can. */
export function parameterKeyProblem(key: string): Problem | undefined {
  return /^[A-Za-z_][\w.-]*$/.test(key) ? undefined : problem('badKey');
}
