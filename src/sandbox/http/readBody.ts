import type { IncomingMessage } from 'node:http';

const longestBody = 8 * 1024 * 1024;

/** The text of a small request; longer ones are an error. */
export async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBody) throw new Error('The request is longer than 8 MiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export type JsonBody = { readonly value: unknown } | { readonly problem: string };

/** Parses a request as the real backend does: what is no JSON has its own message, string values come HTML-escaped. */
export async function readJsonBody(message: IncomingMessage): Promise<JsonBody> {
  try {
    return { value: escapeStrings(JSON.parse(await readBody(message))) };
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: 'Expecting value: line 1 column 1 (char 0)' };
    throw error;
  }
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
};

/** The backend's protection against HTML in parameters. */
export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}

function escapeStrings(value: unknown): unknown {
  if (typeof value === 'string') return escapeHtml(value);
  if (Array.isArray(value)) return value.map(escapeStrings);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, escapeStrings(entry)]));
  }
  return value;
}
