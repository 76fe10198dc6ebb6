import type { Answers, ParameterValue } from '../../src/shared/parameters/parameter.ts';

export interface FormState {
  readonly answers: Answers;
  /** Problems to show; the empty key holds those about all answers together. */
  readonly problems: ReadonlyMap<string, string>;
}

export interface FormActions {
  readonly change: (key: string, typed: ParameterValue) => void;
  readonly leave: (key: string) => void;
  readonly submit: () => void;
  readonly cancel: () => void;
  readonly reset: () => void;
}
