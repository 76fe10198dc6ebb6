import { EdkError } from '../errors/edkError.ts';
import { checkDisplayText, longestText } from './displayText.ts';
import { checkExtensionName, requireExtensionName } from './extensionName.ts';
import { formsOfName } from './nameForms.ts';
import type { Question, TemplateManifest } from './templateManifest.ts';

/** Answers by the id of their question. */
export type Answers = Readonly<Record<string, string>>;

/** A question ready to be asked in a terminal or a form. */
export interface OpenQuestion {
  readonly id: string;
  readonly prompt: string;
  readonly kind: Question['kind'];
  /** Empty unless it is a choice. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly default: string | undefined;
  /** Why the text is no answer, or undefined when it is one. */
  readonly validate: (text: string) => string | undefined;
}

/**
 * The questions without an answer, in order. Ask the first, add its answer and call again: defaults depend on what
 * was answered before.
 *
 * @throws EdkError when an answer given is none.
 */
export function openQuestions(manifest: TemplateManifest, given: Answers): readonly OpenQuestion[] {
  requireKnown(manifest, given);
  return manifest.questions
    .filter((question) => {
      const answer = given[question.id];
      if (answer !== undefined) requireAnswer(question, answer, manifest.kind);
      return answer === undefined;
    })
    .map((question) => ({
      id: question.id,
      prompt: question.prompt,
      kind: question.kind,
      choices: question.kind === 'choice' ? question.choices : [],
      default: defaultOf(question, manifest, given),
      validate: (text) => reasonAgainst(question, text, manifest.kind),
    }));
}

/** All answers: those given, else the defaults. @throws EdkError when one is missing or none. */
export function completeAnswers(manifest: TemplateManifest, given: Answers): Answers {
  const answers: Record<string, string> = { ...given };
  for (let [open] = openQuestions(manifest, answers); open !== undefined; [open] = openQuestions(manifest, answers)) {
    if (open.default === undefined) {
      throw new EdkError('usage', `The answer to "${open.id}" is missing (${open.prompt}).`);
    }
    answers[open.id] = open.default;
  }
  return Object.fromEntries(Object.entries(answers).map(([id, answer]) => [id, answer.trim()]));
}

function defaultOf(question: Question, { identity }: TemplateManifest, given: Answers): string | undefined {
  if (question.kind === 'name') return undefined;
  if (question.default !== undefined) return question.default;
  if (question.id === 'description') return identity.description;
  const { name } = given;
  if (name === undefined || name === identity.kebab) return identity.title;
  return formsOfName(name).title;
}

function requireKnown(manifest: TemplateManifest, given: Answers): void {
  for (const id of Object.keys(given)) {
    if (manifest.questions.some((question) => question.id === id)) continue;
    const known = manifest.questions.map((question) => question.id).join(', ');
    throw new EdkError('usage', `The template asks for no "${id}". It asks for: ${known}.`);
  }
}

function requireAnswer(question: Question, answer: string, kind: TemplateManifest['kind']): void {
  if (question.kind === 'name') {
    requireExtensionName(answer, kind);
    return;
  }
  const reason = reasonAgainst(question, answer, kind);
  if (reason !== undefined) {
    throw new EdkError('usage', `"${answer.slice(0, 80)}" cannot be the ${question.id}. ${reason}`, {
      remedy: `Give another ${question.id}.`,
    });
  }
}

function reasonAgainst(question: Question, text: string, kind: TemplateManifest['kind']): string | undefined {
  switch (question.kind) {
    case 'name': {
      const check = checkExtensionName(text, kind);
      if (check.valid) return undefined;
      const proposal = check.suggestion === undefined ? '' : ` Try "${check.suggestion}".`;
      return `Not possible: ${check.reason}.${proposal}`;
    }
    case 'text':
      return checkDisplayText(text, question.id === 'title' ? longestText.title : longestText.description);
    case 'choice': {
      const values = question.choices.map(({ value }) => value);
      return values.includes(text) ? undefined : `Choose one of: ${values.join(', ')}.`;
    }
  }
}
