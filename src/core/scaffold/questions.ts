import { EdkError } from '../errors/edkError.ts';
import { checkExtensionName, requireExtensionName, formsOfName } from './extensionName.ts';
import type { Question, TemplateManifest } from './templateManifest.ts';

/** Longest title and description: they are shown in one line of the platform's list, and below it. */
const longestText = { title: 80, description: 300 };

/** Why a text cannot be shown in one line, or undefined. Quotes and the like are fine: they are escaped where written. */
function checkDisplayText(text: string, longest: number): string | undefined {
  if (text.trim() === '') return 'It is empty.';
  if (/[\r\n\u0085\p{Zl}\p{Zp}]/u.test(text)) return 'It has more than one line.';
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/u.test(text)) return 'It contains invisible characters.';
  if (text.length > longest) return `It has ${text.length} characters; at most ${longest} are allowed.`;
  return undefined;
}

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
  /** Why the text is not an answer, or undefined when it is one. */
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
    throw new EdkError('usage', `The template has no question "${id}". Its questions: ${known}.`);
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
      return `Not valid: ${check.reason}.${proposal}`;
    }
    case 'text':
      return checkDisplayText(text, question.id === 'title' ? longestText.title : longestText.description);
    case 'choice': {
      const values = question.choices.map(({ value }) => value);
      return values.includes(text) ? undefined : `Choose one of: ${values.join(', ')}.`;
    }
  }
}

interface WordPair {
  readonly from: string;
  readonly to: string;
}

export interface Renaming {
  /** Kebab, snake and Pascal form: letters, digits, dashes, underscores, so they fit wherever the old word stood. */
  readonly names: readonly WordPair[];
  /** Title and description: any text in one line, to be escaped where it is written. */
  readonly texts: readonly WordPair[];
}

export function renamingFor({ identity }: TemplateManifest, answers: Answers): Renaming {
  const name = answers['name'] ?? identity.kebab;
  const forms = name === identity.kebab ? identity : formsOfName(name);
  return {
    names: [
      { from: identity.kebab, to: forms.kebab },
      { from: identity.snake, to: forms.snake },
      { from: identity.pascal, to: forms.pascal },
    ],
    texts: [
      { from: identity.title, to: answers['title'] ?? forms.title },
      { from: identity.description, to: answers['description'] ?? identity.description },
    ],
  };
}

/** Replaces all words in one pass, so that no new word is replaced again; of two that fit, the longer one. */
export function replaceWords(text: string, pairs: readonly WordPair[]): string {
  const longestFirst = [...pairs].sort((a, b) => b.from.length - a.from.length);
  const pattern = longestFirst.map(({ from }) => from.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|');
  const targets = new Map(longestFirst.map(({ from, to }) => [from, to]));
  return text.replaceAll(new RegExp(pattern, 'g'), (word) => targets.get(word) ?? word);
}

/** The pairs as they stand in a quoted text. */
export function escapePairs({ names, texts }: Renaming, escape: (text: string) => string): readonly WordPair[] {
  return [...names, ...texts.map(({ from, to }) => ({ from: escape(from), to: escape(to) }))];
}

export const allPairs = (renaming: Renaming): readonly WordPair[] => [...renaming.names, ...renaming.texts];
