import type { IncomingMessage } from 'node:http';
import { EdkError } from '../../core/errors/edkError.ts';

/** What a route answers. The real backend sends its plain texts without a Content-Type. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly contentType?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export function text(status: number, body: string): Answer {
  return { status, body };
}

export function json(status: number, value: unknown): Answer {
  return { status, body: JSON.stringify(value), contentType: 'application/json' };
}

export function detail(status: number, message: string): Answer {
  return json(status, { detail: message });
}

/** What the web framework of the real backend says when a handler throws. */
export const internalServerError: Answer = {
  status: 500,
  body: 'Internal Server Error',
  contentType: 'text/plain; charset=utf-8',
};

/** Python's message for a full disk. */
export const noSpaceLeft: Answer = detail(500, '[Errno 28] No space left on device');

export function fieldRequired(where: 'query' | 'body', ...fields: readonly string[]): Answer {
  return json(422, {
    detail: fields.map((field) => ({ type: 'missing', loc: [where, field], msg: 'Field required', input: null })),
  });
}

/** The answer with the reason that the real backend keeps for itself, as a header; shortened. */
export function withReason(answer: Answer, reason: string): Answer {
  return { ...answer, headers: { 'x-local-platform-reason': encodeURIComponent(reason.slice(0, 1000)) } };
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE';

export interface RouteRequest {
  readonly message: IncomingMessage;
  readonly query: URLSearchParams;
}

export interface Route {
  readonly method: Method;
  /** Without the prefix /kube-helm-api. */
  readonly path: string;
  /** Answers without the token of the platform: only for what tells nothing and changes nothing. */
  readonly isOpen?: true;
  answer(request: RouteRequest): Promise<Answer> | Answer;
}

/** An error's message, followed by its detail if it has one. */
export function errorWords(error: unknown): string {
  if (error instanceof EdkError && error.detail !== undefined) return `${error.message} ${error.detail}`;
  return error instanceof Error ? error.message : String(error);
}
