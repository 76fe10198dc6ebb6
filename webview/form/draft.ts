import type { FormContent } from '../../src/shared/panels/formMessages.ts';
import type { Answers } from '../../src/shared/parameters/parameter.ts';

/** Unsent input, for when the page is reloaded; without secrets. */
export function writeDraft({ title, entries }: FormContent, answers: Answers): unknown {
  const secrets = new Set(entries.flatMap((entry) => (entry.kind === 'input' && entry.secret ? [entry.key] : [])));
  return { title, answers: Object.fromEntries(Object.entries(answers).filter(([key]) => !secrets.has(key))) };
}

/** The draft of the same form, limited to its current inputs. */
export function readDraft({ title, entries }: FormContent, draft: unknown): Answers {
  if (!isRecord(draft) || draft['title'] !== title || !isRecord(draft['answers'])) return {};
  const kept = draft['answers'];
  const inputs = entries.filter((entry) => entry.kind === 'input');
  return Object.fromEntries(
    inputs.flatMap(({ key, input }) => {
      const value = kept[key];
      const fits = Array.isArray(value) === (input.type === 'choices') && value !== undefined && value !== null;
      return fits ? [[key, value as Answers[string]]] : [];
    }),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
