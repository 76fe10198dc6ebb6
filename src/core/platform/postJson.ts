import type { HttpAnswer } from '../http/httpClient.ts';
import { callPlatform, expectSuccess, type PlatformCall } from './callPlatform.ts';
import type { PlatformConnection } from './platformConnection.ts';

interface JsonRequest {
  readonly path: string;
  readonly body: unknown;
  readonly deadlineMs: number;
}

/** Sends something that changes the platform: once, never again by itself. */
export async function postJson(
  platform: PlatformConnection,
  { path, body, deadlineMs }: JsonRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const call: PlatformCall = {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    deadlineMs,
  };
  return expectSuccess(platform, call, await callPlatform(platform, call, signal));
}
