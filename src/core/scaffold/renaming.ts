import type { Answers } from './questions.ts';
import { formsOfName } from './nameForms.ts';
import type { TemplateManifest } from './templateManifest.ts';

export interface WordPair {
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
