import { createHttpClient, type HttpRequest } from '../../../src/core/http/httpClient.ts';
import { readEnvironment } from '../../../src/core/settings/environment.ts';
import { readOptions } from './options.ts';

/** An answer as it came, before any client has made something of it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  json(): unknown;
}

interface Question {
  readonly query?: Readonly<Record<string, string>> | string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
}

export const options = readOptions();
const environment = readEnvironment();
const http = createHttpClient({
  http: environment.httpProxy,
  https: environment.httpsProxy,
  no: environment.noProxy,
});

export function closeConnections(): Promise<void> {
  return http.close();
}

/** One exchange with the platform, whatever its status. Patient: one refresh of a busy platform takes seconds. */
export async function ask(method: HttpRequest['method'], path: string, question: Question = {}): Promise<Answer> {
  const url = new URL(options.url.replace(/\/+$/, '') + path);
  url.search = new URLSearchParams(question.query ?? '').toString();
  const { body } = question;
  const answer = await http.send({
    method,
    url,
    headers: {
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...question.headers,
    },
    body,
    signal: new AbortController().signal,
    deadlineMs: 90_000,
  });
  const text = answer.text();
  return { status: answer.status, headers: answer.headers, text, json: (): unknown => JSON.parse(text) };
}

export function post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return ask('POST', path, {
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** A form, byte by byte as a browser sends it. */
export function postForm(
  path: string,
  form: {
    readonly body?: string | Buffer | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
  },
): Promise<Answer> {
  return ask('POST', path, { body: form.body, headers: form.headers });
}
