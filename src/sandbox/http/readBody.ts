import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { z } from 'zod';
import { parseJson } from '../../core/text/parseJson.ts';

/** Python's message for text that is not JSON. */
export const notJson = 'Expecting value: line 1 column 1 (char 0)';

const longestBody = 8 * 1024 * 1024;

/** The text of a request of up to 8 MiB. @throws Error for a longer one. */
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

type JsonBody = { readonly value: unknown } | { readonly problem: string };

/** Parses a request as the real backend does: what is no JSON has its own message, string values come HTML-escaped. */
export async function readJsonBody(message: IncomingMessage): Promise<JsonBody> {
  const value = parseJson(await readBody(message), z.unknown());
  return value === undefined ? { problem: notJson } : { value: escapeStrings(value) };
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

export interface FilePart {
  readonly name: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Readable;
}

interface MultipartReader {
  /** Must read the content to the end or call resume(). */
  readonly onFile: (file: FilePart) => Promise<void>;
  readonly onField: (name: string, value: string) => void;
}

/** Reads a multipart form as it arrives; returns false if the request is not one. */
export async function readMultipart(message: IncomingMessage, reader: MultipartReader): Promise<boolean> {
  if (!/^multipart\/form-data\b/i.test(message.headers['content-type'] ?? '')) return false;
  const files: Promise<void>[] = [];
  await new Promise<void>((resolve, reject) => {
    const parser = busboy({ headers: message.headers, preservePath: true, defParamCharset: 'utf8' });
    parser.on('file', (name, content, { filename, mimeType }) => {
      // A form that breaks off is an error of the part that was being read, too; nobody may listen to that.
      content.on('error', () => undefined);
      const work = reader.onFile({ name, fileName: filename ?? '', contentType: mimeType, content });
      files.push(work);
      work.catch(reject);
    });
    parser.on('field', reader.onField);
    parser.on('close', resolve);
    parser.on('error', reject);
    message.on('error', reject);
    message.on('close', () => {
      if (!message.complete) reject(new Error('The client hung up.'));
    });
    message.pipe(parser);
  });
  await Promise.all(files);
  return true;
}
