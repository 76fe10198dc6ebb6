import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import type { HttpAnswer } from '../http/httpClient.ts';
import { parseJson } from '../text/parseJson.ts';
import { plainData, plainText } from '../text/plainText.ts';

/** @throws EdkError `platform.badAnswer`, quoting the answer, if it is not JSON or has an unexpected shape. */
export function readJson<T>(answer: HttpAnswer, schema: z.ZodType<T>, what: string): T {
  const value = parseJson(answer.text(), z.unknown());
  if (value === undefined) {
    throw new EdkError('platform.badAnswer', `The platform's ${what} is not JSON.`, {
      detail: quoteServerText(answer.text()),
    });
  }
  const parsed = schema.safeParse(plainData(value));
  if (parsed.success) return parsed.data;
  throw new EdkError(
    'platform.badAnswer',
    `The platform's ${what} cannot be read: ${describeProblems(parsed.error)}.`,
    {
      detail: quoteServerText(answer.text()),
    },
  );
}

const detailSchema = z.object({
  detail: z.union([z.string(), z.array(z.object({ msg: z.string(), loc: z.array(z.unknown()).optional() }))]),
});

/** The platform's answer as one short text, from any of its error formats (plain, `detail`, list of problems, HTML). */
export function quoteServerText(text: string): string {
  return shorten(readDetail(text) ?? (looksLikeHtml(text) ? withoutMarkup(text) : text));
}

/** The platform's answer, with the reason if it is a local platform; real platforms do not report one. */
export function quoteAnswer(answer: HttpAnswer): string {
  const text = quoteServerText(answer.text());
  const reason = readReason(answer.headers['x-local-platform-reason']);
  return reason === undefined ? text : `${text}\n${reason}`;
}

function readReason(header: string | string[] | undefined): string | undefined {
  if (typeof header !== 'string') return undefined;
  try {
    return shorten(decodeURIComponent(header));
  } catch {
    return shorten(header); // Not encoded.
  }
}

export function looksLikeHtml(text: string): boolean {
  return /^\s*(<!--[^]*?-->\s*)?(<\?xml[^>]*>\s*)?<(!doctype\s+html|html)\b/i.test(text.slice(0, 2000));
}

function readDetail(text: string): string | undefined {
  const detail = parseJson(text, detailSchema)?.detail;
  if (detail === undefined || typeof detail === 'string') return detail;
  return detail.map(({ msg, loc }) => `${(loc ?? []).join('.')}: ${msg}`).join('; ');
}

function withoutMarkup(html: string): string {
  return html.replaceAll(/<(script|style)\b[^]*?<\/\1>/gi, ' ').replaceAll(/<[^>]*>/g, ' ');
}

function shorten(text: string): string {
  const line = plainText(text).replaceAll(/\s+/gu, ' ').trim();
  return line.length > 400 ? `${line.slice(0, 400)}…` : line;
}

/** The first problem that a schema found, with the field's name. */
export function describeProblems(error: z.ZodError): string {
  const [first] = error.issues;
  if (first === undefined) return 'unknown shape';
  const field = first.path.map(String).join('.');
  return field === '' ? first.message : `${field}: ${first.message}`;
}
