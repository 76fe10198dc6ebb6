/** Why an answer is refused, with slots for what was given. The faces translate them; English is for logs and edk. */
export const problemTexts = {
  empty: 'This must not be empty.',
  notBoolean: 'This is either true or false.',
  notNumber: 'This is not a number.',
  notAChoice: '"{0}" is none of: {1}.',
  tooLong: 'The name has more than {0} characters.',
  badRegistryName: 'The name has at most 20 letters, digits, dots, dashes and underscores.',
  noProtocol: 'Begin with the protocol, for example https://.',
  protocolInImage: 'Name the image without a protocol, or give "-" to skip the test.',
  badKey: 'The name of a parameter has letters, digits, dots, dashes and underscores only.',
  comma: 'The platform would split "{0}" at its comma.',
  dropped: 'The platform drops a parameter that contains {0}',
  blanks: 'The platform removes blanks from parameters.',
  backslashes: 'The platform removes backslashes from parameters.',
  zeroByte: 'A parameter cannot contain a zero byte.',
  tooLongInAll: 'All parameters together are longer than {0} KiB.',
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
