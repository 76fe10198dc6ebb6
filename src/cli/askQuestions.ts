import { select, text } from '@clack/prompts';
import { openQuestions, type Answers, type OpenQuestion } from '../core/scaffold/questions.ts';
import type { TemplateManifest } from '../core/scaffold/templateManifest.ts';

/** Asks for the answers that are missing. @throws AbortError when the user cancels. */
export async function askQuestions(manifest: TemplateManifest, given: Answers, signal: AbortSignal): Promise<Answers> {
  let answers = given;
  for (;;) {
    const [question] = openQuestions(manifest, answers);
    if (question === undefined) return answers;
    const answer = await ask(question, signal);
    if (typeof answer === 'symbol') throw new DOMException('The user cancelled.', 'AbortError');
    answers = { ...answers, [question.id]: answer };
  }
}

async function ask(question: OpenQuestion, signal: AbortSignal): Promise<string | symbol> {
  const { prompt: message, choices, default: proposed, validate } = question;
  if (question.kind === 'choice') {
    return select({
      message,
      options: [...choices],
      signal,
      ...(proposed === undefined ? {} : { initialValue: proposed }),
    });
  }
  return text({
    message,
    signal,
    validate: (typed) => validate(typed === undefined || typed === '' ? (proposed ?? '') : typed),
    ...(proposed === undefined ? {} : { placeholder: proposed, defaultValue: proposed }),
  });
}
