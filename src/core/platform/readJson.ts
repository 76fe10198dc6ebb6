import type { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import type { HttpAnswer } from '../http/httpClient.ts';
import { plainData } from '../text/plainText.ts';
import { quoteServerText } from './quoteServerText.ts';
import { describeProblems } from './schemas/describeProblems.ts';

/** @throws EdkError `platform.badAnswer` when the answer is no JSON or not of the shape expected, quoting it. */
export function readJson<T>(answer: HttpAnswer, schema: z.ZodType<T>, what: string): T {
  const parsed = schema.safeParse(parseJson(answer, what));
  if (parsed.success) return parsed.data;
  throw new EdkError(
    'platform.badAnswer',
    `The platform's ${what} cannot be read: ${describeProblems(parsed.error)}.`,
    {
      detail: quoteServerText(answer.text()),
    },
  );
}

function parseJson(answer: HttpAnswer, what: string): unknown {
  try {
    return plainData(JSON.parse(answer.text()) as unknown);
  } catch (error) {
    throw new EdkError('platform.badAnswer', `The platform's ${what} is not JSON.`, {
      detail: quoteServerText(answer.text()),
      cause: error,
    });
  }
}
