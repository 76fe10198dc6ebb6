/** Why an answer is rejected, with slots for its values. The editor translates them; English is for logs and edk. */
export const problemTexts = {
  empty: 'This field is required.',
  notBoolean: 'Enter true or false.',
  notNumber: 'Enter a number.',
  notAChoice: '"{0}" is not one of: {1}.',
  tooLong: 'The name is longer than {0} characters.',
  badRegistryName: 'Use at most 20 letters, digits, dots, dashes and underscores.',
  noProtocol: 'Start with the protocol, for example https://.',
  protocolInImage: 'Enter the image without a protocol, or "-" to skip the test.',
  badKey: 'Parameter names can contain only letters, digits, dots, dashes and underscores.',
  comma: 'The platform would split "{0}" at the comma.',
  dropped: 'The platform drops parameters that contain {0}',
  blanks: 'The platform removes spaces from parameters.',
  backslashes: 'The platform removes backslashes from parameters.',
  zeroByte: 'Parameters cannot contain null bytes.',
  tooLongInAll: 'The parameters exceed {0} KiB in total.',
} as const;

export type ProblemId = keyof typeof problemTexts;
export type ProblemTexts = Readonly<Record<ProblemId, string>>;

export interface Problem {
  readonly id: ProblemId;
  readonly slots: readonly string[];
}

export function problem(id: ProblemId, ...slots: readonly string[]): Problem {
  return { id, slots };
}

export function sayProblem({ id, slots }: Problem, texts: ProblemTexts = problemTexts): string {
  return texts[id].replaceAll(/\{(\d)\}/g, (slot, index: string) => slots[Number(index)] ?? slot);
}
