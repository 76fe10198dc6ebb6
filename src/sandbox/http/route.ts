import type { IncomingMessage } from 'node:http';
import type { Answer } from './answer.ts';

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
