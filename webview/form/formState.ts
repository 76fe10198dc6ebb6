import type { Answers, ParameterValue } from '../../src/shared/parameters/parameter.ts';

export interface FormState {
  readonly answers: Answers;
  /** Those that are shown; under an empty key what is about all answers together. */
  readonly problems: ReadonlyMap<string, string>;
}

export interface FormActions {
  readonly change: (key: string, typed: ParameterValue) => void;
  readonly leave: (key: string) => void;
  readonly submit: () => void;
  readonly cancel: () => void;
  readonly reset: () => void;
}
