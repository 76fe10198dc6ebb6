import { z } from 'zod';
import type { HttpAnswer } from '../http/httpClient.ts';
import { plainText } from '../text/plainText.ts';

const detailSchema = z.object({
  detail: z.union([z.string(), z.array(z.object({ msg: z.string(), loc: z.array(z.unknown()).optional() }))]),
});

/** What the platform said, as one short text: its three error dialects (plain, `detail`, list of problems) and HTML. */
export function quoteServerText(text: string): string {
  return shorten(readDetail(text) ?? (looksLikeHtml(text) ? withoutMarkup(text) : text));
}

/** What the platform said, and the reason behind it where it is a local one: the real platform keeps that to itself. */
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
    return shorten(header); // Not encoded: shown as it came.
  }
}

export function looksLikeHtml(text: string): boolean {
  return /^\s*(<!--[^]*?-->\s*)?(<\?xml[^>]*>\s*)?<(!doctype\s+html|html)\b/i.test(text.slice(0, 2000));
}

function readDetail(text: string): string | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const parsed = detailSchema.safeParse(JSON.parse(text));
    if (!parsed.success) return undefined;
    const { detail } = parsed.data;
    if (typeof detail === 'string') return detail;
    return detail.map(({ msg, loc }) => `${(loc ?? []).join('.')}: ${msg}`).join('; ');
  } catch {
    return undefined; // Not JSON: quoted as it is.
  }
}

function withoutMarkup(html: string): string {
  return html.replaceAll(/<(script|style)\b[^]*?<\/\1>/gi, ' ').replaceAll(/<[^>]*>/g, ' ');
}

function shorten(text: string): string {
  const line = plainText(text).replaceAll(/\s+/gu, ' ').trim();
  return line.length > 400 ? `${line.slice(0, 400)}…` : line;
}
